// Pages of one log, each read once for all who ask for it meanwhile. Nobody is given a page that was
// begun before asking: the log may have grown since.

export class SharedPages<P> {
  readonly #read: (after: number) => Promise<P>;
  readonly #running = new Map<number, Promise<void>>();
  /** Begun once the one that is running has come. */
  readonly #next = new Map<number, Promise<P>>();

  constructor(read: (after: number) => Promise<P>) {
    this.#read = read;
  }

  /** What follows in the log. */
  after(seq: number): Promise<P> {
    const known = this.#next.get(seq);
    if (known !== undefined) return known;
    const running = this.#running.get(seq) ?? Promise.resolve();
    const page = running.then(() => this.#begin(seq));
    this.#next.set(seq, page);
    return page;
  }

  get areBusy(): boolean {
    return this.#next.size + this.#running.size > 0;
  }

  #begin(seq: number): Promise<P> {
    this.#next.delete(seq);
    const page = this.#read(seq);
    const end = () => {
      if (this.#running.get(seq) === running) this.#running.delete(seq);
    };
    const running: Promise<void> = page.then(end, end);
    this.#running.set(seq, running);
    return page;
  }
}
