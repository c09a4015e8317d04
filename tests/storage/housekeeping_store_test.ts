import { openEmbeddedTestDatabase, openPostgresTestDatabase } from "../support/database.ts";
import { housekeepingStoreSuite } from "../support/housekeeping_store_suite.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

housekeepingStoreSuite("the embedded house", { ignore: false }, openEmbeddedTestDatabase);
housekeepingStoreSuite("a server's house", NEEDS_POSTGRES, openPostgresTestDatabase);
