// One PostgreSQL with its defaults, so that commits are on disk, and one Redis: the same for all.

import { connectToServer } from "../../../src/storage/postgres/database.ts";
import { startPostgresServer } from "../../support/postgres_server.ts";
import { startRedisServer } from "../../support/redis_server.ts";
import type { Place } from "./bench_queue.ts";

export type BenchServers = AsyncDisposable & {
  /** An empty place of its own for each measurement. */
  newPlace(): Promise<Place>;
};

export async function startBenchServers(): Promise<BenchServers> {
  await using stack = new AsyncDisposableStack();
  const postgres = stack.use(await startPostgresServer({ settings: ["max_connections=400"] }));
  const redis = stack.use(await startRedisServer());
  const admin = stack.use(connectToServer(postgres.url("postgres")));
  const parts = stack.move();
  let places = 0;
  return {
    async newPlace() {
      const queue = `place_${++places}`;
      await admin.query((sql) => sql.script(`create database ${queue}`));
      return { queue, databaseUrl: postgres.url(queue), redisUrl: redis.url };
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
