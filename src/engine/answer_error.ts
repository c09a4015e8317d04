import { AppError } from "../errors.ts";

/** What an error answer, or an error line, says. */
export function errorBody(error: unknown): { readonly code: string; readonly message: string } {
  return error instanceof AppError
    ? { code: error.code, message: error.message }
    : { code: "internal", message: "The engine could not complete the request" };
}

export function answerError(
  error: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const status = error instanceof AppError ? error.status : 500;
  const seconds = error instanceof AppError ? error.retryAfterSeconds : undefined;
  const retryAfter = seconds === undefined ? {} : { "retry-after": String(seconds) };
  return Response.json(errorBody(error), { status, headers: { ...headers, ...retryAfter } });
}
