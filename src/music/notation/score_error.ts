/** The error for a line of a score that cannot be read. */
export function scoreError(line: number, message: string): SyntaxError {
  return new SyntaxError(`Line ${line}: ${message}`);
}

/** Runs the parser of one word or bar and adds the line to what it complains about. */
export function atLine<T>(line: number, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxError) throw scoreError(line, error.message);
    throw error;
  }
}
