// How many sockets are open, in all and from one address. A slot is taken before the 101.

import { AppError } from "../errors.ts";

const RETRY_AFTER_SECONDS = 5;

export type SocketLimits = { readonly maxSockets: number; readonly maxSocketsPerAddress: number };

export class SocketSlots {
  readonly #limits: SocketLimits;
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes a slot; the answer gives it back, once however often it is called.
   *
   * @throws {AppError} `too_many_sockets` for this address, `sockets_full` for anybody.
   */
  take(address: string): () => void {
    const { maxSockets, maxSocketsPerAddress } = this.#limits;
    const own = this.#byAddress.get(address) ?? 0;
    if (own >= maxSocketsPerAddress) {
      throw new AppError(
        "too_many_sockets",
        `At most ${maxSocketsPerAddress} sockets may be open from one address`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    if (this.#taken >= maxSockets) {
      throw new AppError("sockets_full", "The server has no socket left, please try again soon", {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    this.#taken++;
    this.#byAddress.set(address, own + 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.#giveBack(address);
      isTaken = false;
    };
  }

  #giveBack(address: string): void {
    this.#taken--;
    const own = this.#byAddress.get(address)! - 1;
    if (own === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, own);
  }
}
