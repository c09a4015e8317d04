import type { HonoRequest } from "hono";
import { AppError } from "../errors.ts";

/** The text of a JSON body. @throws {AppError} `unsupported_media_type`. */
export async function readJsonBody(request: HonoRequest): Promise<string> {
  const mediaType = request.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json" || request.header("content-encoding") !== undefined) {
    throw new AppError("unsupported_media_type", "The body must be plain application/json");
  }
  return await request.text();
}
