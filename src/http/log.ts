// The log as the HTTP edge sees it: a sentence and its fields, one JSON line each.

export type LogFields = Readonly<Record<string, unknown>>;

/** Where lines go. No method throws; fields never hold secrets, bodies or capability ids. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
