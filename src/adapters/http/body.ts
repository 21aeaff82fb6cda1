import { isSafeNumber, parse } from "lossless-json";
import type { Dispatcher } from "undici";
import { GatewayError } from "../../domain/errors.js";
import type { JsonValue } from "../../lib/json.js";
import type { ResponseCache } from "./response-cache.js";
import { decodeBody, isTooLarge, tooLarge } from "./encoding.js";
import { SMALL_BODY_BYTES, type LargeBodies } from "./large-bodies.js";

/** A response's body, read to its end. */
export interface ResponseBody {
  /** True for no bytes or whitespace only: a 204, or the 200 of servers that send nothing for an empty list. */
  readonly isEmpty: boolean;
  /**
   * Returns the parsed JSON, null for an empty body. Throws VENDOR_MALFORMED for anything else. An identical body under
   * the same `name` returns the identical value; null disables this cache.
   */
  json(name: string | null): JsonValue;
  /** The parsed JSON, or null where it is none: for error bodies, which may be anything. */
  jsonIfAny(): JsonValue;
}

/**
 * Reads and decodes a body up to a limit, which applies to the bytes on the wire and to the decoded ones. Throws
 * VENDOR_MALFORMED for a larger body, and closes the connection. A large body waits until no other large one of the
 * source is being read, and so does its sender. Rejects when the signal aborts.
 */
export async function readBody(
  response: Dispatcher.ResponseData,
  { maxBytes, memory, largeBodies, signal }: ReadOptions,
): Promise<ResponseBody> {
  const turn = createTurn(largeBodies, signal);
  try {
    return await readInTurn(response, maxBytes, memory, () => turn.wait());
  } finally {
    turn.end();
  }
}

export interface ReadOptions {
  readonly maxBytes: number;
  readonly memory: ResponseCache;
  readonly largeBodies: LargeBodies;
  readonly signal: AbortSignal;
}

/** Creates the place of one body in the queue of large bodies. */
function createTurn(largeBodies: LargeBodies, signal: AbortSignal): { wait(): Promise<void>; end(): void } {
  let end: (() => void) | null = null;
  return {
    async wait() {
      end ??= await largeBodies.begin(signal);
    },
    end: () => end?.(),
  };
}

async function readInTurn(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  memory: ResponseCache,
  waitForTurn: () => Promise<void>,
): Promise<ResponseBody> {
  const stated = Number(response.headers["content-length"] ?? 0);
  const chunks: Buffer[] = [];
  let size = stated > maxBytes ? stated : 0;
  if (size === 0) {
    for await (const chunk of response.body) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) break;
      chunks.push(chunk as Buffer);
      if (size > SMALL_BODY_BYTES) await waitForTurn();
    }
  }
  if (size > maxBytes) {
    response.body.on("error", () => undefined).destroy();
    throw tooLarge(maxBytes);
  }
  const received = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  chunks.length = 0;
  const decoded = await decodeInTurn(received, response.headers["content-encoding"], maxBytes, waitForTurn);
  const bytesOf = (): Buffer => {
    if (decoded instanceof GatewayError) throw decoded;
    return decoded;
  };
  return {
    isEmpty: Buffer.isBuffer(decoded) && isBlank(decoded),
    json(name) {
      const bytes = bytesOf();
      const read = (): JsonValue => parseJson(bytes);
      return name === null ? read() : memory.read(name, bytes, read);
    },
    jsonIfAny() {
      try {
        return parseJson(bytesOf());
      } catch {
        return null;
      }
    },
  };
}

/** A small body may decode to a large one: it is then decoded again as a large body, after the others. */
async function decodeInTurn(
  received: Buffer,
  encoding: string | string[] | undefined,
  maxBytes: number,
  waitForTurn: () => Promise<void>,
): Promise<Buffer | GatewayError> {
  const smallest = Math.min(maxBytes, Math.max(SMALL_BODY_BYTES, received.length));
  const decoded = await decodeIfPossible(received, encoding, smallest);
  if (smallest === maxBytes || Buffer.isBuffer(decoded) || !isTooLarge(decoded)) return decoded;
  await waitForTurn();
  return decodeIfPossible(received, encoding, maxBytes);
}

/** The error instead of throwing it: whether it matters depends on the status, and a 429 stays one. */
async function decodeIfPossible(...input: Parameters<typeof decodeBody>): Promise<Buffer | GatewayError> {
  try {
    return await decodeBody(...input);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(bytes: Buffer): JsonValue {
  if (isBlank(bytes)) return null;
  try {
    const text = utf8.decode(bytes);
    return LONG_NUMBER.test(text) ? parseExactly(text) : (JSON.parse(text) as JsonValue);
  } catch {
    // The parser's own message quotes the body, which contains PII.
    throw new GatewayError("VENDOR_MALFORMED", "the response is not JSON in UTF-8");
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.length === 0 || (bytes.length <= MOST_BLANKS && bytes.toString("utf8").trim() === "");
}

/** A line break or two is an empty body as well. */
const MOST_BLANKS = 16;

/** Digits enough for a number that the engine would round: two ids would become one. */
const LONG_NUMBER = /[\d.]{16}/u;

/** Numbers beyond the exact range of the engine become their digits; slower, and rarely needed. */
function parseExactly(text: string): JsonValue {
  return parse(text, undefined, {
    parseNumber: (digits) => (isSafeNumber(digits) || /[.e]/iu.test(digits) ? Number(digits) : digits),
    // For duplicate keys, the last value wins, as in JSON.parse.
    onDuplicateKey: ({ newValue }) => newValue,
  }) as JsonValue;
}
