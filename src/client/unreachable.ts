/** Nobody answered in time, or the connection was closed for good. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}
