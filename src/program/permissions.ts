// The least permissions the server needs under its configuration, as flags for `deno run`.
// `deno task start` runs this first and puts its output into the command.

import { isIPv4, isIPv6 } from "node:net";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, parseConfig } from "../config.ts";
import { embeddedFolder } from "../storage/embedded/embedded_folder.ts";
import { SOCKET_FILE, socketFolderBeside } from "../storage/embedded/socket_folder.ts";

/** The modules that run as Workers, and the bundle of the page. */
const CODE = ["src", "dist"];
const PORTS: Readonly<Record<string, string>> = {
  "postgres:": "5432",
  "postgresql:": "5432",
  "redis:": "6379",
  "rediss:": "6379",
  "http:": "80",
  "https:": "443",
};
/** What neither a shell nor a list of paths takes apart. */
const PLAIN = /^[\w./:@+~[\]-]+$/;

if (import.meta.main) {
  const flags = flagsUnder(Deno.env.toObject());
  Deno.stdout.writeSync(new TextEncoder().encode(`${flags.join(" ")}\n`));
}

/** Under a bad environment just enough for the server to say what is wrong with it. */
function flagsUnder(environment: Record<string, string>): string[] {
  try {
    return permissionFlags(parseConfig(environment));
  } catch {
    return ["--allow-env"];
  }
}

/** `--allow-…` flags; one without a list where what is needed cannot be listed. */
export function permissionFlags(config: Config): string[] {
  const { dataDir, databaseUrl, s3 } = config.storage;
  const isEmbedded = databaseUrl === undefined;
  const folders = [
    ...(isEmbedded || s3 === undefined ? [dataDir] : []),
    ...(config.log.dir === undefined ? [] : [config.log.dir]),
  ];
  return [
    "--allow-env",
    // The client of the bucket tells the service what system it runs on.
    ...flag("sys", ["hostname", ...(s3 ? ["osRelease"] : [])]),
    ...flag("net", [...listening(config.http), ...services(config)]),
    ...flag("read", [
      ...CODE,
      ...folders,
      ...(isEmbedded ? [embeddedPackage()] : []),
      // The client looks for its keys in several places.
      ...(s3 && s3.accessKeyId === undefined ? [undefined] : []),
    ]),
    ...flag("write", folders),
  ];
}

type Item = string | undefined;

function flag(name: string, list: readonly Item[]): string[] {
  if (list.length === 0) return [];
  const isPlain = list.every((item) => item !== undefined && PLAIN.test(item));
  return isPlain ? [`--allow-${name}=${list.join(",")}`] : [`--allow-${name}`];
}

/** A name to listen at is looked up first, and the address is what needs the permission. */
function listening({ hostname, port }: Config["http"]): Item[] {
  const addresses = hostname === "localhost" ? ["127.0.0.1", "::1"] : [hostname];
  return addresses.map((address) => {
    if (isIPv6(address)) return `[${address}]:${port}`;
    return isIPv4(address) ? `${address}:${port}` : undefined;
  });
}

function services({ storage, ml }: Config): Item[] {
  const { databaseUrl, redisUrl, s3 } = storage;
  const urls = [databaseUrl, redisUrl, ml.url].filter((url) => url !== undefined);
  return [
    ...(databaseUrl === undefined ? [socketOf(storage.dataDir)] : []),
    ...urls.map(addressOf),
    ...(s3 === undefined ? [] : bucketAddresses(s3)),
  ];
}

function socketOf(dataDir: string): Item {
  const folder = socketFolderBeside(embeddedFolder(dataDir));
  return folder && `unix:${resolve(folder, SOCKET_FILE)}`;
}

function addressOf(url: string): Item {
  const { protocol, hostname, port } = new URL(url);
  return hostname === "" ? undefined : `${hostname}:${port || PORTS[protocol]}`;
}

/** Without an endpoint or keys, where the client goes depends on the region and the machine. */
function bucketAddresses(s3: NonNullable<Config["storage"]["s3"]>): Item[] {
  const { endpoint, bucket, forcePathStyle, accessKeyId } = s3;
  if (endpoint === undefined || accessKeyId === undefined) return [undefined];
  const address = addressOf(endpoint);
  return [forcePathStyle ? address : `${bucket}.${address}`];
}

/** PGlite reads its own files when it starts. */
function embeddedPackage(): string {
  return dirname(dirname(fileURLToPath(import.meta.resolve("@electric-sql/pglite"))));
}
