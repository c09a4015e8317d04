import assert from "node:assert/strict";

Deno.test("printing goes on in silence when whoever read it has gone", async () => {
  const module = new URL("../../src/program/print.ts", import.meta.url).href;
  const script = `import { print } from "${module}";
    Deno.stdin.readSync(new Uint8Array(1));
    print("nobody reads this");`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", script],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await child.stdout.cancel();
  const writer = child.stdin.getWriter();
  await writer.write(Uint8Array.of(1));
  await writer.close();
  const [errors, { code }] = await Promise.all([new Response(child.stderr).text(), child.status]);
  assert.deepEqual({ code, errors }, { code: 0, errors: "" });
});
