import pLimit from "p-limit";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import { GatewayError } from "../../domain/errors.js";
import type { JsonValue } from "../../lib/json.js";
import type { CallOptions, MappingContext, VendorPage } from "../adapter.js";
import { NOTHING, observe, readPage, type RowReader } from "./vendor-page.js";

/** Records as the vendor sent them, and the stamp of their request. */
export interface PartRows {
  readonly rows: readonly JsonValue[];
  readonly stamp: RequestStamp;
}

/** One request of a list that a vendor has in parts, such as queues, services or skills. */
export interface ListPart {
  /** For errors: `service sales`. */
  readonly name: string;
  readonly read: (options: CallOptions) => Promise<PartRows>;
  /** The most callbacks that the request returns: with as many, there may be more. Null for no limit. */
  readonly maxRows: number | null;
}

/** Parts that are read at a time: a client waits for the whole list. */
const AT_ONCE = 4;

/**
 * Reads the parts of a list, and yields one page of each, in their order and every callback once, unless it has changed
 * in between. A part that fails does not keep the others from being read: only then, the list rejects with its name.
 * Rejects at once for a failure that concerns the whole vendor. No request is in flight afterwards.
 */
export async function* listParts(
  parts: readonly ListPart[],
  { reader, mapping }: { readonly reader: RowReader; readonly mapping: MappingContext },
  options: CallOptions,
): AsyncGenerator<VendorPage> {
  const ended = new AbortController();
  const started = startReading(parts, { ...options, signal: AbortSignal.any([options.signal, ended.signal]) });
  // Before the first is awaited: the rejection of a later one would be unhandled.
  const allEnded = Promise.allSettled(started.map(({ result }) => result));
  try {
    yield* toPages(started, (rows) => readPage(rows, reader, mapping));
  } finally {
    ended.abort();
    await allEnded;
  }
}

/** A part whose request was started, and the result: its callbacks, or a failure that concerns it alone. */
interface Started extends Pick<ListPart, "maxRows"> {
  readonly result: Promise<PartRows | GatewayError>;
}

function startReading(parts: readonly ListPart[], options: CallOptions): Started[] {
  const limit = pLimit(AT_ONCE);
  // The permit that was reserved is for the first request.
  const { permit: _, ...later } = options;
  return parts.map(({ name, read, maxRows }, index) => ({
    maxRows,
    result: limit(() => read(index === 0 ? options : later)).catch((error: unknown) => failureOfOnePart(name, error)),
  }));
}

async function* toPages(
  started: readonly Started[],
  toEntries: (rows: PartRows["rows"]) => ReturnType<typeof readPage>,
): AsyncGenerator<VendorPage> {
  /** Content hashes of the callbacks that were yielded, by their keys. */
  const yielded = new Map<string, string | null>();
  const failures: GatewayError[] = [];
  let isWhole = true;
  for (const { maxRows, result } of started) {
    const part = await result;
    if (part instanceof GatewayError) {
      failures.push(part);
      continue;
    }
    const entries = toEntries(part.rows).filter(({ key, row }) => {
      const contentHash = row?.contentHash ?? null;
      const isNews = yielded.get(key) !== contentHash;
      yielded.set(key, contentHash);
      return isNews;
    });
    const page = observe(entries, part.stamp);
    const isFull = maxRows !== null && part.rows.length >= maxRows;
    isWhole &&= !isFull && page.quarantined.every(({ vendorId }) => vendorId !== null);
    yield { ...page, isComplete: false };
  }
  const [first] = failures;
  if (first !== undefined) throw first;
  yield { ...NOTHING, isComplete: isWhole, pageCount: started.length };
}

/** Returns a failure that concerns this part only, such as a queue that does not exist. Throws any other. */
function failureOfOnePart(name: string, error: unknown): GatewayError {
  if (!isOfOnePart(error)) throw error;
  const { code, message, retryable, source, vendorCode, status, trackingId } = error;
  return new GatewayError(code, `${name}: ${message}`, {
    cause: error,
    retryable,
    ...(source === null ? {} : { source }),
    ...(vendorCode === null ? {} : { vendorCode }),
    ...(status === null ? {} : { status }),
    ...(trackingId === null ? {} : { trackingId }),
  });
}

/** True if the vendor responded to this request, and may respond otherwise to the next one. */
export function isOfOnePart(error: unknown): error is GatewayError {
  if (!(error instanceof GatewayError)) return false;
  const { code, status } = error;
  if (code === "VENDOR_REJECTED" || code === "VENDOR_MALFORMED") return true;
  return code === "VENDOR_UNAVAILABLE" ? status !== null : code === "VENDOR_UNAUTHORIZED" && status === 403;
}
