import type { Logger } from "pino";
import type { DirectoryPart } from "../../adapters/adapter.js";
import { GatewayError, toError, type ErrorCode } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import type { Source } from "../source.js";
import type { Names } from "./names.js";

export interface DirectoryOptions {
  readonly names: Pick<Names, "noteDirectory">;
  readonly timer: Timer;
  readonly logger: Logger;
  /** The interval of reads; 0: never. */
  readonly directoryMs: DurationMs;
}

/** The first pause after a failure; each further failure in a row doubles it, up to the interval. */
const RETRY_MS: DurationMs = 60_000;

/**
 * Reads the names of a vendor's directory, at once and then at the interval, until the signal aborts. A part that the
 * credentials may not read is logged once and tried again at the interval; other failures are logged and retried sooner.
 */
export async function syncDirectory(source: Source, options: DirectoryOptions, signal: AbortSignal): Promise<void> {
  const parts = source.adapter.directory ?? [];
  if (options.directoryMs === 0) return;
  await Promise.all(parts.map((part) => syncPart(part, source.description.name, options, signal)));
}

async function syncPart(
  part: DirectoryPart,
  source: string,
  { names, timer, logger, directoryMs }: DirectoryOptions,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  let isRefused = false;
  while (!signal.aborted) {
    const error = await readPart(part, source, names, signal);
    if (signal.aborted) return;
    const isRefusal = error !== null && isPermanent(error);
    failures = error === null || isRefusal ? 0 : failures + 1;
    if (error !== null && !(isRefusal && isRefused)) {
      const { name: directory, permission } = part;
      const advice = isRefusal ? `; it needs ${permission}` : "";
      logger.warn({ source, directory, err: error }, `failed to read the vendor's directory of ${directory}${advice}`);
    }
    isRefused = isRefusal;
    const waitMs = failures === 0 ? directoryMs : Math.min(directoryMs, RETRY_MS * 2 ** (failures - 1));
    await timer.sleep(waitMs, signal);
  }
}

/** Returns the failure; null if the whole part was read. */
async function readPart(
  part: DirectoryPart,
  source: string,
  names: DirectoryOptions["names"],
  signal: AbortSignal,
): Promise<Error | null> {
  try {
    for await (const page of part.read({ signal, priority: "background", asks: "directory" })) {
      await names.noteDirectory(source, page);
    }
    return null;
  } catch (error) {
    return toError(error);
  }
}

/** Failures that only an operator can change: a missing permission, or an API that the tenant does not have. */
const PERMANENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "VENDOR_UNAUTHORIZED",
  "VENDOR_REJECTED",
  "VENDOR_MALFORMED",
]);

function isPermanent(error: Error): boolean {
  return error instanceof GatewayError && PERMANENT.has(error.code);
}
