// What the embedded database's thread and its owner say to each other.

type Messages<M> = { [K in keyof M]: { readonly type: K } & M[K] }[keyof M];

/** From the owner: `create` alone; or `open`, then `close`. */
export type OwnerMessage = Messages<{
  create: { readonly folder: string };
  open: { readonly folder: string; readonly socketPath: string };
  close: unknown;
}>;

/** From the thread: one answer to each message. */
export type ThreadMessage = Messages<{
  created: unknown;
  opened: unknown;
  closed: unknown;
  failed: { readonly message: string };
}>;
