import { readFile } from "node:fs/promises";
import { z } from "zod";
import { GatewayError } from "../../domain/errors.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import { timerOf, type Timer } from "../../domain/time/timer.js";
import { createVendorHttp } from "../http/client.js";
import { renewedValue, type Expiring } from "../http/credentials.js";
import type { AmazonConnectSettings } from "./settings.js";
import type { AccessKey } from "./signer.js";

/** Finds the access key of a source. */
export interface AccessKeys {
  /** Rejects with VENDOR_UNAUTHORIZED where there is none, or the container's endpoint grants none. */
  get(signal: AbortSignal): Promise<AccessKey>;
  /** Ends the connection to the container's endpoint. May be called twice. */
  close(): Promise<void>;
}

export interface AccessKeyOptions {
  readonly source: string;
  readonly clock: Clock;
  readonly timer?: Timer | undefined;
  readonly timeoutMs: DurationMs;
  readonly auth: AmazonConnectSettings["auth"];
  /** Default: the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The endpoint of Amazon ECS, for a relative address. */
const ECS_ORIGIN = "http://169.254.170.2";
/** By the documentation of the SDKs, plain HTTP is for these hosts only: ECS, EKS and the machine itself. */
const PLAIN_HOSTS: ReadonlySet<string> = new Set([
  "169.254.170.2",
  "169.254.170.23",
  "[fd00:ec2::23]",
  "localhost",
  "127.0.0.1",
  "[::1]",
]);
/** Keys of a role are renewed this long before they expire. */
const RENEW_EARLY_MS: DurationMs = 300_000;
const MAX_RESPONSE_BYTES = 65_536;

const granted = z.object({
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  Token: z.string().min(1).nullish(),
  Expiration: z.iso.datetime({ offset: true }).nullish(),
});

/**
 * Takes the access key of the settings; else the one of the environment, by the names that all AWS tools use; else the
 * role of the container, whose keys are temporary.
 */
export function accessKeysOf(options: AccessKeyOptions): AccessKeys {
  const { auth, source, environment = process.env } = options;
  if (auth !== undefined) return fixed({ ...auth, sessionToken: auth.sessionToken ?? null });
  const read = (name: string): string | null => environment[name]?.trim() || null;
  const [accessKeyId, secretAccessKey] = [read("AWS_ACCESS_KEY_ID"), read("AWS_SECRET_ACCESS_KEY")];
  if (accessKeyId !== null && secretAccessKey !== null) {
    return fixed({ accessKeyId, secretAccessKey, sessionToken: read("AWS_SESSION_TOKEN") });
  }
  const endpoint = endpointOf(read);
  if (endpoint !== null) return roleKeys(endpoint, read, options);
  const message =
    `no AWS access key for ${source}: set auth in its settings, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the ` +
    "environment, or run the gateway in a container with a role";
  return {
    get: () => Promise.reject(new GatewayError("VENDOR_UNAUTHORIZED", message, { source })),
    close: () => Promise.resolve(),
  };
}

function fixed(key: AccessKey): AccessKeys {
  return { get: () => Promise.resolve(key), close: () => Promise.resolve() };
}

/** Returns the address at which a container gets the keys of its role; null outside of one. */
function endpointOf(read: (name: string) => string | null): URL | null {
  const relative = read("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  if (relative !== null) return new URL(relative, ECS_ORIGIN);
  const full = read("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  return full !== null && URL.canParse(full) ? new URL(full) : null;
}

function roleKeys(
  endpoint: URL,
  read: (name: string) => string | null,
  { source, clock, timer = timerOf(clock), timeoutMs }: AccessKeyOptions,
): AccessKeys {
  // The endpoint is beside this process: no proxy, and no quota.
  const http = createVendorHttp({
    source,
    baseUrl: endpoint.origin,
    timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    connections: 1,
    clock,
    timer,
    credentials: null,
  });
  const fetchKey = async (signal: AbortSignal): Promise<Expiring<AccessKey>> => {
    if (endpoint.protocol === "http:" && !PLAIN_HOSTS.has(endpoint.hostname)) {
      throw new GatewayError("VENDOR_UNAUTHORIZED", "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https on this host", {
        source,
      });
    }
    try {
      const token = await tokenOf(read);
      const { body } = await http.request({
        path: endpoint.pathname + endpoint.search,
        ...(token === null ? {} : { headers: { authorization: token } }),
        signal,
      });
      const { AccessKeyId, SecretAccessKey, Token = null, Expiration = null } = granted.parse(body);
      const expiresInMs = Expiration === null ? null : Math.max(0, Date.parse(Expiration) - clock());
      return {
        value: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token },
        expiresInMs,
      };
    } catch (error) {
      const why = error instanceof GatewayError ? error.message : "its response, or its token file, cannot be read";
      throw new GatewayError(
        "VENDOR_UNAUTHORIZED",
        `no AWS access key for ${source} from the container's role: ${why}`,
        {
          source,
          cause: error,
        },
      );
    }
  };
  const key = renewedValue(fetchKey, timer, RENEW_EARLY_MS);
  return { get: (signal) => key.get(signal), close: () => http.close() };
}

/** The token of the endpoint. A file is read each time: its token is rotated. */
async function tokenOf(read: (name: string) => string | null): Promise<string | null> {
  const file = read("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (file === null) return read("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  return (await readFile(file, "utf8")).trim();
}
