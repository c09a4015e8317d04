// The one place the page's state lives in.

export type Store<T> = {
  readonly get: () => T;
  readonly update: (change: (state: T) => T) => void;
  /** Calls back after every change; the answer stops it. */
  readonly subscribe: (listener: (state: T) => void) => () => void;
};

export function createStore<T>(initial: T): Store<T> {
  let state = initial;
  const listeners = new Set<(state: T) => void>();
  return {
    get: () => state,
    update(change) {
      const next = change(state);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
