import { isSafeNumber, parse } from "lossless-json";
import type { Dispatcher } from "undici";
import { GatewayError } from "../../callback/errors.js";
import type { JsonValue } from "../../callback/json.js";
import type { AnswerMemory } from "./answer-memory.js";

/** A response's body, read to its end. */
export interface ResponseBody {
  /**
   * The parsed JSON, null for an empty body. Throws VENDOR_MALFORMED for anything else. What was asked for under the
   * same name before, and is the same to the byte, is the very same value; null names nothing.
   */
  json(name: string | null): JsonValue;
  /** The parsed JSON, or null where it is none: for error bodies, which may be anything. */
  jsonIfAny(): JsonValue;
}

/** Reads a body up to a limit. Throws VENDOR_MALFORMED where it is larger, and closes the connection. */
export async function readBody(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  memory: AnswerMemory,
): Promise<ResponseBody> {
  const stated = Number(response.headers["content-length"] ?? 0);
  const chunks: Buffer[] = [];
  let size = stated > maxBytes ? stated : 0;
  if (size === 0) {
    for await (const chunk of response.body) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) break;
      chunks.push(chunk as Buffer);
    }
  }
  if (size > maxBytes) {
    response.body.on("error", () => undefined).destroy();
    throw new GatewayError("VENDOR_MALFORMED", `the answer is larger than ${maxBytes} bytes`);
  }
  const [only, ...others] = chunks;
  const bytes = only !== undefined && others.length === 0 ? only : Buffer.concat(chunks);
  const read = (): JsonValue => parseJson(bytes, response.headers["content-encoding"]);
  return {
    json: (name) => (name === null ? read() : memory.read(name, bytes, read)),
    jsonIfAny() {
      try {
        return parseJson(bytes, undefined);
      } catch {
        return null;
      }
    },
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(bytes: Buffer, encoding: string | string[] | undefined): JsonValue {
  if (bytes.length === 0) return null;
  if (encoding !== undefined && encoding !== "identity") {
    throw new GatewayError("VENDOR_MALFORMED", `the answer is encoded as ${String(encoding)}, which was not asked for`);
  }
  try {
    const text = utf8.decode(bytes);
    return LONG_NUMBER.test(text) ? parseExactly(text) : (JSON.parse(text) as JsonValue);
  } catch {
    // The parser's own message quotes the body, and with it people's numbers.
    throw new GatewayError("VENDOR_MALFORMED", "the answer is not JSON in UTF-8");
  }
}

/** Digits enough for a number that the engine would round: two ids would become one. */
const LONG_NUMBER = /[\d.]{16}/u;

/** Numbers beyond what the engine holds exactly stay as their digits; slower, and seldom needed. */
function parseExactly(text: string): JsonValue {
  return parse(text, undefined, {
    parseNumber: (digits) => (isSafeNumber(digits) || /[.e]/iu.test(digits) ? Number(digits) : digits),
    // What a vendor says twice, the engine takes the last time.
    onDuplicateKey: ({ newValue }) => newValue,
  }) as JsonValue;
}
