// The log as the channel sees it: a sentence and its fields, one JSON line each.

export type LogFields = Readonly<Record<string, unknown>>;

/** No method throws; fields hold no payloads and no ids of jobs. */
export interface ChannelLog {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
}
