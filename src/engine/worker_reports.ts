import { AppError } from "../errors.ts";
import { type EngineReport, type EngineTask, transfersOf } from "./engine_message.ts";

export type TaskOptions = { readonly signal: AbortSignal; readonly timeoutMs: number };

/**
 * Gives a worker a task and streams what it reports, up to `end` or `failed`. The stream fails when
 * the worker breaks, takes too long, or `signal` aborts; the worker is then of no more use.
 */
export function workerReports(
  worker: Worker,
  task: EngineTask,
  { signal, timeoutMs }: TaskOptions,
): ReadableStream<Exclude<EngineReport, { type: "broken" }>> {
  const listening = new AbortController();
  return new ReadableStream({
    start(controller) {
      const stop = (how: () => void) => {
        clearTimeout(timer);
        listening.abort();
        how();
      };
      const fail = (error: unknown) => stop(() => controller.error(error));
      const breakDown = (cause: string) =>
        fail(new AppError("internal", "The engine could not complete the request", { cause }));
      const onMessage = ({ data }: MessageEvent<EngineReport>) => {
        if (data.type === "broken") return breakDown(data.cause);
        controller.enqueue(data);
        if (data.type === "end" || data.type === "failed") stop(() => controller.close());
      };
      const onError = (event: ErrorEvent) => {
        event.preventDefault();
        breakDown(event.message);
      };
      const timer = setTimeout(
        () => fail(new AppError("ml_timeout", "The engine took too long")),
        timeoutMs,
      );
      worker.addEventListener("message", onMessage, { signal: listening.signal });
      worker.addEventListener("error", onError, { signal: listening.signal });
      signal.addEventListener("abort", () => fail(signal.reason), { signal: listening.signal });
      worker.postMessage(task, transfersOf(task));
    },
  });
}
