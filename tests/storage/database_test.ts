import { openEmbeddedTestDatabase, openPostgresTestDatabase } from "../support/database.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";
import { databaseSuite } from "../support/database_suite.ts";

databaseSuite("embedded database", { ignore: false }, openEmbeddedTestDatabase);
databaseSuite("PostgreSQL server", NEEDS_POSTGRES, openPostgresTestDatabase);
