/** The workers that are there. One that is idle waits for the next task, but not for ever. */
export class WorkerTeam {
  readonly #idleMs: number;
  readonly #all = new Set<Worker>();
  readonly #idle = new Map<Worker, ReturnType<typeof setTimeout>>();

  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  get size(): number {
    return this.#all.size;
  }

  /** A worker that breaks down is ended: unheard, its error would end the whole process. */
  add(worker: Worker): Worker {
    this.#all.add(worker);
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end(worker);
    });
    return worker;
  }

  /** The idle worker that was used last, so that the others may go. */
  takeIdle(): Worker | undefined {
    const worker = [...this.#idle.keys()].at(-1);
    if (worker) this.#wake(worker);
    return worker;
  }

  /** Has a worker started before there is a task for it, unless one is idle. */
  warmUp(startWorker: () => Worker): void {
    if (this.#idle.size === 0) this.keepIdle(this.add(startWorker()));
  }

  keepIdle(worker: Worker): void {
    if (!this.#all.has(worker)) return;
    this.#idle.set(worker, setTimeout(() => this.end(worker), this.#idleMs));
  }

  end(worker: Worker): void {
    this.#wake(worker);
    this.#all.delete(worker);
    worker.terminate();
  }

  endAll(): void {
    for (const worker of [...this.#all]) this.end(worker);
  }

  #wake(worker: Worker): void {
    clearTimeout(this.#idle.get(worker));
    this.#idle.delete(worker);
  }
}
