import { createEngineApp } from "../../../src/engine/engine_app.ts";
import { createEnginePool } from "../../../src/engine/engine_pool.ts";
import { cpuMsOf } from "../channel/process_usage.ts";
import type { Rendering } from "./rendering.ts";

export type Renderer = AsyncDisposable & {
  readonly render: (midi: Uint8Array) => Promise<Rendering>;
};

const OPTIONS = { quality: "high", sample_rate: 44100 } as const;

/** Our engine, asked as the server asks it; two workers, as its peers are two processes. */
export function openRenderer(): Renderer {
  const pool = createEnginePool({ size: 2 });
  const app = createEngineApp({ pool });
  return {
    async render(midi) {
      const [startMs, cpuMs] = [performance.now(), cpuMsOf(Deno.pid)];
      const response = await app.request("/convert-to-mp3", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "audio/mpeg" },
        body: JSON.stringify({ midi_data: midi.toBase64(), options: OPTIONS }),
      });
      if (!response.ok) throw new Error(`Cannot render: ${await response.text()}`);
      const mp3 = await response.bytes();
      return { mp3, ms: performance.now() - startMs, cpuMs: cpuMsOf(Deno.pid) - cpuMs };
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
