import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType, type ZlibOptions } from "node:zlib";
import { GatewayError } from "../../domain/errors.js";

/** What the gateway takes: sent with every request. */
export const ACCEPTED_ENCODINGS = "gzip, deflate, br";

type Decoder = (bytes: InputType, options: ZlibOptions) => Promise<Buffer>;

const unzip: Decoder = promisify(gunzip);
const unbrotli: Decoder = promisify(brotliDecompress);
const inflateWrapped: Decoder = promisify(inflate);
const inflateBare: Decoder = promisify(inflateRaw);

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: unzip,
  "x-gzip": unzip,
  br: unbrotli,
  // The standard means the zlib format; some servers send the bare stream within it.
  deflate: (bytes, options) => (isZlib(bytes) ? inflateWrapped : inflateBare)(bytes, options),
};

/** More than one is legal, and more than two is nobody's need. */
const MOST_ENCODINGS = 2;

/**
 * Undoes the encodings of a body, the last one first. The limit holds for the decoded bytes of each step. Throws
 * VENDOR_MALFORMED where there are more, where one was not asked for, or where the bytes are not what they are said to be.
 */
export async function decodeBody(
  bytes: Buffer,
  header: string | string[] | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const encodings = [header ?? []]
    .flat()
    .flatMap((value) => value.split(","))
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== "" && value !== "identity");
  // An answer without a body may name an encoding all the same.
  if (bytes.length === 0) return bytes;
  if (encodings.length > MOST_ENCODINGS)
    throw new GatewayError("VENDOR_MALFORMED", "the response has too many content encodings");
  let decoded = bytes;
  for (const encoding of encodings.toReversed()) decoded = await decode(decoded, encoding, maxBytes);
  return decoded;
}

async function decode(bytes: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decoder === undefined) {
    // The name comes from the vendor: no more of it is told than a name needs.
    const name = encoding.slice(0, 20);
    throw new GatewayError(
      "VENDOR_MALFORMED",
      `the response has the content encoding ${name}, which was not requested`,
    );
  }
  try {
    return await decoder(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isBufferTooLarge(error)) throw tooLarge(maxBytes);
    throw new GatewayError("VENDOR_MALFORMED", `the response is not valid ${encoding}, or is truncated`, {
      cause: error,
    });
  }
}

const TOO_LARGE = "the response is larger than";

/** The error for a body of more bytes than the settings allow, encoded or decoded. */
export function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError("VENDOR_MALFORMED", `${TOO_LARGE} ${maxBytes} bytes`);
}

/** Whether that is the error. */
export function isTooLarge(error: GatewayError): boolean {
  return error.message.startsWith(TOO_LARGE);
}

function isBufferTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}

/** By the two bytes in front (RFC 1950). */
function isZlib(bytes: InputType): boolean {
  if (!Buffer.isBuffer(bytes) || bytes.length < 2) return false;
  return (bytes.readUInt8(0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}
