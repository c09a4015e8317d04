// Every migration, in the order they run. One that was released never changes.

import songs from "./migrations/0001_songs.sql" with { type: "text" };
import jobs from "./migrations/0002_jobs.sql" with { type: "text" };
import cronRuns from "./migrations/0003_cron_runs.sql" with { type: "text" };
import fairQueue from "./migrations/0004_fair_queue.sql" with { type: "text" };
import outputs from "./migrations/0005_outputs.sql" with { type: "text" };
import catalogue from "./migrations/0006_catalogue.sql" with { type: "text" };

export type Migration = { readonly number: number; readonly name: string; readonly sql: string };

export const MIGRATIONS: readonly Migration[] = [
  { number: 1, name: "songs", sql: songs },
  { number: 2, name: "jobs", sql: jobs },
  { number: 3, name: "cron_runs", sql: cronRuns },
  { number: 4, name: "fair_queue", sql: fairQueue },
  { number: 5, name: "outputs", sql: outputs },
  { number: 6, name: "catalogue", sql: catalogue },
];
