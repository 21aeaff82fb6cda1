import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType, type ZlibOptions } from "node:zlib";
import { GatewayError } from "../../domain/errors.js";

/** The encodings that every request accepts. */
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

/** More than one encoding is legal, and more than two are unusual. */
const MOST_ENCODINGS = 2;

/**
 * Decodes a body with several encodings, the last one first. The limit applies to the decoded bytes of each step.
 * Throws VENDOR_MALFORMED for too many encodings, one that was not accepted, or invalid bytes.
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
  // A response without a body may still name an encoding.
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
    // The name comes from the vendor: only its start is logged.
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
