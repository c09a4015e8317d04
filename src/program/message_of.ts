/** What an error says, followed by what its causes say that it does not say itself. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause === undefined) return error.message;
  const why = messageOf(error.cause);
  return error.message.endsWith(why) ? error.message : `${error.message}: ${why}`;
}
