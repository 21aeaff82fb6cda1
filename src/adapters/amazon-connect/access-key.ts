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
  /** Rejects with VENDOR_UNAUTHORIZED where the container's endpoint grants none. */
  get(signal: AbortSignal): Promise<AccessKey>;
  /** Ends the connection to the container's endpoint. May be called twice. */
  close(): Promise<void>;
}

export interface AccessKeyOptions {
  readonly source: string;
  readonly clock: Clock;
  readonly timer?: Timer | undefined;
  readonly timeoutMs: DurationMs;
  readonly auth?: AmazonConnectSettings["auth"];
  readonly role?: AmazonConnectSettings["role"];
}

/** Keys of a role are renewed this long before they expire. */
const RENEW_EARLY_MS: DurationMs = 300_000;
const MAX_RESPONSE_BYTES = 65_536;

const granted = z.object({
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  Token: z.string().min(1).nullish(),
  Expiration: z.iso.datetime({ offset: true }).nullish(),
});

/** Takes the access key of the settings, or fetches one of the container's role, whose keys are temporary. */
export function accessKeysOf(options: AccessKeyOptions): AccessKeys {
  const { auth, role } = options;
  if (role !== undefined) return roleKeys(role, options);
  const { accessKeyId = "", secretAccessKey = "", sessionToken } = auth ?? {};
  const key: AccessKey = { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? null };
  return { get: () => Promise.resolve(key), close: () => Promise.resolve() };
}

function roleKeys(
  role: NonNullable<AccessKeyOptions["role"]>,
  { source, clock, timer = timerOf(clock), timeoutMs }: AccessKeyOptions,
): AccessKeys {
  const endpoint = new URL(role.uri);
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
    try {
      const token = await tokenOf(role);
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
async function tokenOf({ token, tokenFile }: NonNullable<AccessKeyOptions["role"]>): Promise<string | null> {
  return tokenFile === undefined ? (token ?? null) : (await readFile(tokenFile, "utf8")).trim();
}
