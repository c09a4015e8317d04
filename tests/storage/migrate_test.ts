import assert from "node:assert/strict";
import { frameSchema } from "../../src/jobs/frame.ts";
import { jobSchema } from "../../src/jobs/job.ts";
import { connectToServer } from "../../src/storage/postgres/database.ts";
import { createFrameStore, createJobStore } from "../../src/storage/postgres/job_store.ts";
import { migrate } from "../../src/storage/postgres/migrate.ts";
import { MIGRATIONS } from "../../src/storage/postgres/migrations.ts";
import { createSongStore } from "../../src/storage/postgres/songs/song_store.ts";
import { createPostgresDatabase, openEmbeddedTestDatabase } from "../support/database.ts";
import { sampleJob, sampleOutput } from "../support/sample_job.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

Deno.test("migrations are numbered from 1 without a gap", () => {
  assert.deepEqual(MIGRATIONS.map(({ number }) => number), MIGRATIONS.map((_, index) => index + 1));
});

Deno.test("migrate runs each migration once, however often it is called", async () => {
  await using database = await openEmbeddedTestDatabase();
  const extra = { number: 1001, name: "extra", sql: "create table extra (a int)" };
  await migrate(database, [...MIGRATIONS, extra]);
  await migrate(database, [...MIGRATIONS, extra]);
  const rows = await database.sql`select number from schema_migrations order by number`;
  assert.deepEqual(rows.map(({ number }) => number), [
    ...MIGRATIONS.map(({ number }) => number),
    1001,
  ]);
});

Deno.test("migrate leaves nothing behind of migrations that fail", async () => {
  await using database = await openEmbeddedTestDatabase();
  const good = { number: 1001, name: "good", sql: "create table good (a int)" };
  const bad = { number: 1002, name: "bad", sql: "create table bad (a int); select 1 / 0" };
  await assert.rejects(migrate(database, [good, bad]), {
    message: 'Cannot run the migration 1002 "bad"',
  });
  const [row] = await database.sql`select to_regclass('good') as good, to_regclass('bad') as bad`;
  assert.deepEqual({ ...row }, { good: null, bad: null });
});

Deno.test(
  "migrate is done once when four processes start at the same moment",
  NEEDS_POSTGRES,
  async () => {
    await using created = await createPostgresDatabase();
    await using stack = new AsyncDisposableStack();
    const databases = Array.from({ length: 4 }, () => stack.use(connectToServer(created.url)));
    await Promise.all(databases.map((database) => migrate(database)));
    const [row] = await databases[0]!.sql`select count(*) as count from schema_migrations`;
    assert.equal(row?.count, MIGRATIONS.length);
  },
);

Deno.test("migrate takes over the tables of the seed with their rows", async () => {
  await using database = await openEmbeddedTestDatabase();
  const { sql } = database;
  await sql.script(`drop schema public cascade; create schema public;
    create table songs (id uuid primary key, title varchar(255), artist varchar(255), s3_url text,
      created_at timestamp default now());
    create table jobs (job_id uuid primary key, status varchar(20) default 'pending',
      progress int default 0, songs text[], output_file_id varchar(255), error_message text,
      created_at timestamp default now());
    insert into songs (id, title) values (gen_random_uuid(), 'Old Song');
    insert into jobs (job_id, status, songs) values
      ('b9a1f4de-1111-4a11-8a11-000000000001', 'processing', array['A', 'B', 'C']),
      ('b9a1f4de-1111-4a11-8a11-000000000002', 'completed', null)`);
  await migrate(database);
  const jobs = createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 });
  const broken = jobSchema.parse(await jobs.find("b9a1f4de-1111-4a11-8a11-000000000001"));
  assert.equal(broken.status, "failed");
  assert.deepEqual(broken.songs.map(({ title }) => title), ["A", "B", "C"]);
  const done = jobSchema.parse(await jobs.find("b9a1f4de-1111-4a11-8a11-000000000002"));
  assert.equal(done.status, "completed");
  const songs = await createSongStore(database).searchExact("old song", 5);
  assert.equal(songs[0]?.title, "Old Song");
});

Deno.test("migrate tells jobs of before there were further outputs as they are told now", async () => {
  await using database = await openEmbeddedTestDatabase();
  const { sql } = database;
  await sql.script("drop schema public cascade; create schema public");
  await migrate(database, MIGRATIONS.slice(0, 4));
  const { key: _k, tempoBpm: _t, roleWeights: _r, sections: _s, outputs: _o, ...options } =
    sampleJob().options;
  const { name: _name, ...output } = sampleOutput("midi");
  const { report: _report, ...links } = sampleJob().links;
  const job = { ...sampleJob({ status: "completed" }), options, outputs: [output], links };
  await sql`insert into jobs (job_id, status, progress, songs, options, song_refs) values
    (${job.jobId}::uuid, 'completed', 100, '{}', ${JSON.stringify(options)}::text::json,
      ${JSON.stringify(job.songs)}::text::json)`;
  await sql`insert into files (file_id, job_id, kind, media_type, size_bytes, sha256, object_key,
    file_name, expires_at) values (${output.fileId}::uuid, ${job.jobId}::uuid, 'midi',
    'audio/midi', 1, ${output.sha256}, 'files/a.mid', 'a.mid', ${output.expiresAt}::timestamptz)`;
  await sql`insert into job_frames (job_id, seq, type, payload) values
    (${job.jobId}::uuid, 1, 'output', ${JSON.stringify({ output })}::text::jsonb),
    (${job.jobId}::uuid, 2, 'completed', ${JSON.stringify({ job })}::text::jsonb)`;
  await migrate(database);
  const retention = { jobRetentionDays: 7, fileRetentionHours: 24 };
  const found = jobSchema.parse(await createJobStore(database, retention).find(job.jobId));
  const told = (await createFrameStore(database).read(job.jobId, 0, 9))
    .map((frame) => frameSchema.parse(frame));
  const [first, last] = told;
  assert.deepEqual(first?.type === "output" && first.output, sampleOutput("midi"));
  assert.deepEqual(last?.type === "completed" && last.job.outputs, found.outputs);
  assert.deepEqual(last?.type === "completed" && last.job.options, sampleJob().options);
  assert.deepEqual(last?.type === "completed" && last.job.links, sampleJob().links);
  assert.deepEqual(found.options, sampleJob().options);
});
