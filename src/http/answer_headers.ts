// The headers of answers that clients may rely on, as the documents describe them.

const text = (description: string) => ({ description, schema: { type: "string" } });

export const ANSWER_HEADERS = {
  "X-Request-Id": text("The id of this request, also in problems and log lines"),
  "Accept-Ranges": text("`bytes`: parts of the file may be asked for"),
  "Content-Disposition": text("The name to save the file under"),
  "Content-Range": text("Which bytes these are, of how many"),
  "ETag": text("What If-None-Match compares with"),
  "Idempotency-Replayed": text("`true`: the job was there already"),
  "Location": text("Where the job's status is"),
  "RateLimit": text("Submits left in the window, and seconds until all are back"),
  "RateLimit-Policy": text("Submits per window, and its seconds"),
  "Retry-After": text("Seconds after which to try again"),
  "Set-Cookie": text("`orpheus_client`, for a client met for the first time"),
} as const;
