// How many sockets are open and requests held open, in all and from one address. A slot is taken
// before the 101, or before a request begins to wait.

import { AppError } from "../errors.ts";

/** An address may hold this many event streams and long polls for each socket it may open. */
export const HELD_REQUESTS_PER_SOCKET = 10;

const RETRY_AFTER_SECONDS = 5;

export type SocketLimits = { readonly maxSockets: number; readonly maxSocketsPerAddress: number };

export class SocketSlots {
  readonly #limits: SocketLimits;
  readonly #sockets = new Map<string, number>();
  readonly #requests = new Map<string, number>();
  #taken = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /** By sockets and requests together. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes a slot for a socket; the answer gives it back, once however often it is called.
   *
   * @throws {AppError} `too_many_sockets` for this address, `sockets_full` for anybody.
   */
  take(address: string): () => void {
    const max = this.#limits.maxSocketsPerAddress;
    return this.#take(this.#sockets, address, { max, what: "sockets may be open" });
  }

  /**
   * Takes a slot for a request that waits for news, as `take` does.
   *
   * @throws {AppError} `too_many_sockets` for this address, `sockets_full` for anybody.
   */
  hold(address: string): () => void {
    const max = this.#limits.maxSocketsPerAddress * HELD_REQUESTS_PER_SOCKET;
    return this.#take(this.#requests, address, { max, what: "requests may wait" });
  }

  #take(
    byAddress: Map<string, number>,
    address: string,
    { max, what }: { readonly max: number; readonly what: string },
  ): () => void {
    const own = byAddress.get(address) ?? 0;
    if (own >= max) throw refusal("too_many_sockets", `At most ${max} ${what} from one address`);
    if (this.#taken >= this.#limits.maxSockets) {
      throw refusal("sockets_full", "The server has no socket left, please try again soon");
    }
    this.#taken++;
    byAddress.set(address, own + 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.#giveBack(byAddress, address);
      isTaken = false;
    };
  }

  #giveBack(byAddress: Map<string, number>, address: string): void {
    this.#taken--;
    const own = byAddress.get(address)! - 1;
    if (own === 0) byAddress.delete(address);
    else byAddress.set(address, own);
  }
}

function refusal(code: "too_many_sockets" | "sockets_full", message: string): AppError {
  return new AppError(code, message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
