// The key a client gives a submit so that sending it again makes no second job.

import { z } from "zod";

/** What a header can carry, and PostgreSQL can store. */
export const idempotencyKeySchema = z.string().regex(
  /^[\x20-\x7e]{1,255}$/,
  "must be 1 to 255 printable ASCII characters",
);
