// What the embedded database's thread and its owner say to each other.

type Messages<M> = { [K in keyof M]: { readonly type: K } & M[K] }[keyof M];

/** From the owner: `open` once, then `close` once. */
export type OwnerMessage = Messages<{
  open: { readonly folder: string; readonly socketPath: string };
  close: unknown;
}>;

/** From the thread: one answer to each message. */
export type ThreadMessage = Messages<{
  opened: unknown;
  closed: unknown;
  failed: { readonly message: string };
}>;
