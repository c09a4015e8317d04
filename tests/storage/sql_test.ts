import assert from "node:assert/strict";
import { createSql } from "../../src/storage/postgres/sql.ts";

function createRecorder() {
  const sent: { text: string; values: readonly unknown[] | undefined }[] = [];
  const sql = createSql((text, values) => {
    sent.push({ text, values });
    return Promise.resolve({ command: "SELECT", rows: [{ one: 1 }] });
  });
  return { sql, sent };
}

Deno.test("sql makes parameters of values", async () => {
  const { sql, sent } = createRecorder();
  const rows = await sql`select ${"a'b"}::text, ${null}, ${[1, 2]}::int[]`;
  assert.deepEqual(rows, [{ one: 1 }]);
  assert.deepEqual(sent, [{
    text: "select $1::text, $2, $3::int[]",
    values: ["a'b", null, [1, 2]],
  }]);
});

Deno.test("sql takes in the statements within a statement, with their values", async () => {
  const { sql, sent } = createRecorder();
  const inner = sql`b = ${2} and ${sql`c = ${3}`}`;
  await sql`select ${1} where ${inner} or d = ${4}`;
  assert.deepEqual(sent, [
    { text: "select $1 where b = $2 and c = $3 or d = $4", values: [1, 2, 3, 4] },
  ]);
});

Deno.test("sql sends nothing before somebody waits, and once however many do", async () => {
  const { sql, sent } = createRecorder();
  const statement = sql`select 1`;
  assert.equal(sent.length, 0);
  await Promise.all([statement, statement]);
  assert.equal(sent.length, 1);
});

Deno.test("sql refuses a value that is undefined and sends nothing", async () => {
  const { sql, sent } = createRecorder();
  await assert.rejects(async () => await sql`select ${undefined}`, TypeError);
  assert.equal(sent.length, 0);
});

Deno.test("sql writes a literal into its text, and only a whole number", async () => {
  const { sql, sent } = createRecorder();
  await sql`select 1 limit ${sql.literal(20)}`;
  assert.deepEqual(sent, [{ text: "select 1 limit 20", values: [] }]);
  assert.throws(() => sql.literal(1.5), RangeError);
});
