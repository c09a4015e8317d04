import type { Config } from "../config.ts";
import { createEngineApp } from "../engine/engine_app.ts";
import { createEnginePool } from "../engine/engine_pool.ts";
import { connectTcp } from "../ml/connect_tcp.ts";
import { createMlClient } from "../ml/create_ml_client.ts";
import type { MlClient } from "../ml/ml_client.ts";
import { ML_MIDI_LIMITS } from "../music/midi/midi_limits.ts";
import { readMidi } from "../music/midi/read_midi.ts";

/** The ML service at `ML_MODEL_URL`, or the embedded engine behind the same client. */
export function openMl(
  config: Pick<Config, "ml" | "jobs">,
  stack: AsyncDisposableStack,
): MlClient {
  const checkMidi = (bytes: Uint8Array) => readMidi(bytes, ML_MIDI_LIMITS);
  const { url, apiKey } = config.ml;
  if (url !== undefined) {
    // With OpenTelemetry on, Deno's own fetch says which trace a call belongs to.
    const hasOwnTracing = Deno.env.get("OTEL_DENO") === "true";
    return createMlClient({ baseUrl: url, apiKey, connect: connectTcp, checkMidi, hasOwnTracing });
  }
  const pool = stack.use(createEnginePool({ size: Math.max(1, config.jobs.workers) }));
  const engine = createEngineApp({ pool });
  const fetch = (request: Request) => engine.fetch(request);
  return createMlClient({ baseUrl: "http://engine.internal", fetch, checkMidi });
}
