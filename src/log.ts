// Logs: one JSON object a line, on stdout and, where a folder is given, in rotating files.
// Text from users stays inside a JSON string: it can neither start a line nor forge a field.

import { configure, dispose, getLogger, type LogRecord, type Sink } from "@logtape/logtape";
import { getRotatingFileSink } from "@logtape/file";
import { DEFAULT_REDACT_FIELDS, redactByField } from "@logtape/redaction";
import { join } from "node:path";

export type LogLevel = "trace" | "debug" | "info" | "warning" | "error" | "fatal";

export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogOptions = {
  readonly level: LogLevel;
  /** Unset: stdout alone. */
  readonly dir: string | undefined;
  /** Texts that no line may contain, wherever they came from. */
  readonly secrets: readonly string[];
  /** @default writes to stdout */
  readonly write?: (line: string) => void;
};

const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 5;
const MAX_LINE_LENGTH = 16 * 1024;
const ROOT = "orpheus";

/** Configures logging for the process, once. Disposing flushes the files. */
export async function openLog(options: LogOptions): Promise<Log & AsyncDisposable> {
  const format = (record: LogRecord) => formatLine(record, options.secrets);
  const write = options.write ?? writeToStdout;
  const sinks: Record<string, Sink> = { stdout: redacted((record) => write(format(record))) };
  if (options.dir !== undefined) {
    await Deno.mkdir(options.dir, { recursive: true });
    sinks.combined = fileSink(join(options.dir, "combined.log"), format);
    sinks.error = onlyErrors(fileSink(join(options.dir, "error.log"), format));
  }
  await configure({
    reset: true,
    sinks,
    loggers: [
      { category: ROOT, lowestLevel: options.level, sinks: Object.keys(sinks) },
      { category: ["logtape", "meta"], lowestLevel: "fatal", sinks: ["stdout"] },
    ],
  });
  return { ...loggerOf(ROOT), [Symbol.asyncDispose]: dispose };
}

function loggerOf(category: string): Log {
  const logger = getLogger(category);
  return {
    debug: (message, fields = {}) => logger.debug(message, { ...fields }),
    info: (message, fields = {}) => logger.info(message, { ...fields }),
    warn: (message, fields = {}) => logger.warn(message, { ...fields }),
    error: (message, fields = {}) => logger.error(message, { ...fields }),
  };
}

function formatLine(record: LogRecord, secrets: readonly string[]): string {
  const line = JSON.stringify({
    time: new Date(record.timestamp).toISOString(),
    level: record.level,
    msg: record.rawMessage,
    ...record.properties,
  });
  const safe = secrets.reduce((text, secret) => text.replaceAll(secret, "[redacted]"), line);
  if (safe.length <= MAX_LINE_LENGTH) return `${safe}\n`;
  return `${
    JSON.stringify({
      time: new Date(record.timestamp).toISOString(),
      level: record.level,
      msg: record.rawMessage,
      truncated: safe.slice(0, MAX_LINE_LENGTH / 2),
    })
  }\n`;
}

const encoder = new TextEncoder();

function writeToStdout(line: string): void {
  let bytes = encoder.encode(line);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

function fileSink(path: string, formatter: (record: LogRecord) => string): Sink & Disposable {
  const file = getRotatingFileSink(path, {
    formatter,
    maxSize: MAX_FILE_BYTES,
    maxFiles: MAX_FILES,
  });
  return Object.assign(redacted(file), { [Symbol.dispose]: () => file[Symbol.dispose]() });
}

function onlyErrors(sink: Sink & Disposable): Sink & Disposable {
  const filtered: Sink = (record) => {
    if (record.level === "error" || record.level === "fatal") sink(record);
  };
  return Object.assign(filtered, { [Symbol.dispose]: () => sink[Symbol.dispose]() });
}

function redacted(sink: Sink): Sink {
  return redactByField(sink, {
    fieldPatterns: [...DEFAULT_REDACT_FIELDS, /authorization/i, /cookie/i, /api_?key/i],
    action: () => "[redacted]",
  });
}
