// Environment → frozen, grouped Config. The only list of variables, with their defaults and bounds.

import { z } from "zod";

const whole = (min: number, max: number) =>
  z.string().regex(/^\d{1,12}$/, "must be a whole number").transform(Number).pipe(
    z.number().min(min).max(max),
  );
const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const list = z.string().transform((value) =>
  value.split(",").map((item) => item.trim()).filter((item) => item !== "")
);
const urlOf = (...protocols: string[]) =>
  z.string().refine(
    (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
    { error: `must be a ${protocols.join(" or ")} URL`, abort: true },
  );
const serverUrlOf = (...protocols: string[]) =>
  urlOf(...protocols).refine(
    (value) => isDecodable(value),
    "must have each % of a name or password written as %25",
  );
const serviceUrl = urlOf("http:", "https:").refine((value) => {
  const { username, password, search, hash } = new URL(value);
  return username + password + search + hash === "";
}, "must be a URL without a user, a query or a fragment");
const host = z.string().regex(
  /^(?:[\w.-]{1,255}|\[[\da-f:.]{2,64}\])$/i,
  "must be a host name, or an address with [] around it where it has colons",
);
const origin = z.string().refine(
  (value) => URL.canParse(value) && new URL(value).origin === value,
  "must be exact origins such as https://example.org",
);
const secret = z.string().min(8, "must be at least 8 characters");
const namedKey = z.string().regex(/^[\w.-]{1,64}:\S{8,256}$/, "must be name:key, keys of 8 or more")
  .transform((pair) => {
    const colon = pair.indexOf(":");
    return { name: pair.slice(0, colon), key: pair.slice(colon + 1) };
  });
const namedKeys = list.pipe(z.array(namedKey)).refine(
  (keys) =>
    new Set(keys.map(({ name }) => name)).size === keys.length &&
    new Set(keys.map(({ key }) => key)).size === keys.length,
  "must not repeat a name or a key",
);

/** A queue this short is not worth dividing among clients. */
const SMALL_QUEUE_JOBS = 100;

const environmentSchema = z.object({
  PORT: whole(0, 65535).prefault("3001"),
  HOST: z.string().max(255).prefault("127.0.0.1"),
  LISTENER: z.enum(["node", "deno"]).prefault("node"),
  DATA_DIR: z.string().max(1024).prefault("./data"),
  DATABASE_URL: serverUrlOf("postgres:", "postgresql:").optional(),
  REDIS_URL: serverUrlOf("redis:", "rediss:").optional(),
  REDIS_HOST: host.optional(),
  REDIS_PORT: whole(1, 65535).prefault("6379"),
  S3_BUCKET: z.string().regex(/^[\w.-]{1,255}$/, "must be the name of a bucket").optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_REGION: z.string().prefault("us-east-1"),
  S3_ENDPOINT: serviceUrl.optional(),
  S3_FORCE_PATH_STYLE: flag.prefault("false"),
  ML_MODEL_URL: serviceUrl.optional(),
  ML_MODEL_API_KEY: z.string().min(1).optional(),
  WORKERS: whole(0, 64).prefault("2"),
  MAX_RUNNING_JOBS: whole(1, 1_000_000).optional(),
  MAX_RUNNING_JOBS_PER_CLIENT: whole(1, 1_000_000).optional(),
  CORS_ORIGINS: list.pipe(z.array(origin)).prefault(""),
  TRUSTED_PROXIES: list.prefault(""),
  API_KEYS: namedKeys.prefault(""),
  ADMIN_TOKEN: secret.optional(),
  REQUIRE_API_KEY: flag.prefault("false"),
  GENERATE_LIMIT: whole(1, 1_000_000).prefault("10"),
  GENERATE_WINDOW_SECONDS: whole(1, 86_400).prefault("900"),
  MAX_SOCKETS: whole(1, 100_000).prefault("5000"),
  MAX_SOCKETS_PER_ADDRESS: whole(1, 100_000).prefault("10"),
  MAX_PENDING_JOBS: whole(1, 1_000_000).prefault("1000"),
  MAX_PENDING_JOBS_PER_CLIENT: whole(1, 1_000_000).optional(),
  LEASE_SECONDS: whole(10, 3600).prefault("45"),
  JOB_RETENTION_DAYS: whole(1, 3650).prefault("7"),
  FILE_RETENTION_HOURS: whole(1, 87_600).prefault("24"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warning", "error", "fatal"]).prefault("info"),
  LOG_DIR: z.string().max(1024).optional(),
});

type Environment = z.infer<typeof environmentSchema>;

/** What the process runs with. Secrets in it never reach a log line or an answer. */
export type Config = ReturnType<typeof group>;

/**
 * Reads the environment. An empty value counts as unset.
 *
 * @throws {RangeError} with one line per bad variable that names it, never its value.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
    throw new RangeError(`Cannot start as the environment is wrong: ${lines.join("; ")}`);
  }
  checkTogether(parsed.data);
  return group(parsed.data);
}

function isDecodable(url: string): boolean {
  const { username, password, pathname } = new URL(url);
  try {
    decodeURIComponent(username + password + pathname);
    return true;
  } catch {
    return false;
  }
}

function checkTogether(env: Environment): void {
  const isAlone = (value: string | undefined, other: string | undefined) =>
    (value === undefined) !== (other === undefined);
  if (isAlone(env.AWS_ACCESS_KEY_ID, env.AWS_SECRET_ACCESS_KEY)) {
    throw new RangeError(
      "Cannot start as the environment is wrong: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together",
    );
  }
  if (env.REQUIRE_API_KEY && env.API_KEYS.length === 0) {
    throw new RangeError(
      "Cannot start as the environment is wrong: REQUIRE_API_KEY needs API_KEYS",
    );
  }
}

function group(env: Environment) {
  const redisUrl = env.REDIS_URL ??
    (env.REDIS_HOST === undefined ? undefined : `redis://${env.REDIS_HOST}:${env.REDIS_PORT}`);
  const s3Access = {
    region: env.AWS_REGION,
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    endpoint: env.S3_ENDPOINT,
    forcePathStyle: env.S3_FORCE_PATH_STYLE,
  };
  return Object.freeze({
    http: {
      port: env.PORT,
      hostname: env.HOST,
      listener: env.LISTENER,
      corsOrigins: env.CORS_ORIGINS,
      trustedProxies: env.TRUSTED_PROXIES,
      maxSockets: env.MAX_SOCKETS,
      maxSocketsPerAddress: env.MAX_SOCKETS_PER_ADDRESS,
    },
    access: {
      apiKeys: env.API_KEYS,
      adminToken: env.ADMIN_TOKEN,
      isKeyRequired: env.REQUIRE_API_KEY,
    },
    storage: {
      dataDir: env.DATA_DIR,
      databaseUrl: env.DATABASE_URL,
      redisUrl,
      s3: env.S3_BUCKET === undefined ? undefined : { bucket: env.S3_BUCKET, ...s3Access },
      /** How any bucket is reached, such as one to import from. */
      s3Access,
    },
    ml: { url: env.ML_MODEL_URL, apiKey: env.ML_MODEL_API_KEY },
    jobs: {
      workers: env.WORKERS,
      generateLimit: env.GENERATE_LIMIT,
      generateWindowSeconds: env.GENERATE_WINDOW_SECONDS,
      maxRunningJobs: env.MAX_RUNNING_JOBS,
      maxRunningJobsPerClient: env.MAX_RUNNING_JOBS_PER_CLIENT,
      maxPendingJobs: env.MAX_PENDING_JOBS,
      maxPendingJobsPerClient: env.MAX_PENDING_JOBS_PER_CLIENT ??
        Math.max(SMALL_QUEUE_JOBS, Math.floor(env.MAX_PENDING_JOBS / 2)),
      leaseSeconds: env.LEASE_SECONDS,
      jobRetentionDays: env.JOB_RETENTION_DAYS,
      fileRetentionHours: env.FILE_RETENTION_HOURS,
    },
    log: { level: env.LOG_LEVEL, dir: env.LOG_DIR },
  });
}
