import { openEmbeddedTestDatabase, openPostgresTestDatabase } from "../support/database.ts";
import { jobAttemptSuite } from "../support/job_attempt_suite.ts";
import { jobCapsSuite } from "../support/job_caps_suite.ts";
import { jobFairnessSuite } from "../support/job_fairness_suite.ts";
import { jobStoreSuite } from "../support/job_store_suite.ts";
import { jobTransitionSuite } from "../support/job_transition_suite.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

jobStoreSuite("the embedded job store", { ignore: false }, openEmbeddedTestDatabase);
jobAttemptSuite("the embedded job store", { ignore: false }, openEmbeddedTestDatabase);
jobTransitionSuite("the embedded job store", { ignore: false }, openEmbeddedTestDatabase);
jobFairnessSuite("the embedded job store", { ignore: false }, openEmbeddedTestDatabase);
jobCapsSuite("the embedded job store", { ignore: false }, openEmbeddedTestDatabase);
jobStoreSuite("a server's job store", NEEDS_POSTGRES, openPostgresTestDatabase);
jobAttemptSuite("a server's job store", NEEDS_POSTGRES, openPostgresTestDatabase);
jobTransitionSuite("a server's job store", NEEDS_POSTGRES, openPostgresTestDatabase);
jobFairnessSuite("a server's job store", NEEDS_POSTGRES, openPostgresTestDatabase);
jobCapsSuite("a server's job store", NEEDS_POSTGRES, openPostgresTestDatabase);
