import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import { createCache } from "../../lib/cache.js";

export type Coding = "br" | "gzip";

/** Below this, a response fits into a few packets anyway. */
const SMALLEST_BYTES = 4096;
const VARY = "accept-encoding";

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);
/** The level at which brotli takes about as long as gzip. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Compresses a body. */
export type Compressor = (coding: Coding, body: string | Buffer) => Promise<Buffer>;

/** A body as it was compressed, or is being; for as long as the body itself is kept. */
type Compressed = Partial<Record<Coding, Buffer | Promise<Buffer>>>;

/**
 * Compresses responses from 4 KB by brotli or gzip, as the client accepts them, off the event loop. A body that is cached is
 * compressed once. Streams are left as they are: pages are compressed by the build, and events must not wait for one another.
 */
export function compressResponses(app: FastifyInstance, run: Compressor = compressBody): void {
  const cached = new WeakMap<Buffer, Compressed>();
  const compress = (coding: Coding, body: string | Buffer): Buffer | Promise<Buffer> => {
    if (typeof body === "string") return run(coding, body);
    const known = cached.get(body) ?? {};
    const found = known[coding];
    if (found !== undefined) return found;
    cached.set(body, known);
    const making = run(coding, body).then((made) => (known[coding] = made));
    // A failure is the client's who waits for it; the next one tries again.
    making.catch(() => delete known[coding]);
    return (known[coding] = making);
  };

  app.addHook("onSend", (request, reply, payload, done) => {
    if (!isLarge(payload)) {
      if (isStream(payload)) vary(reply);
      return done(null, payload);
    }
    vary(reply);
    const coding = codingOf(request, reply);
    if (coding === null) return done(null, payload);
    const send = (body: Buffer): void => {
      reply.header("content-encoding", coding).header("content-length", body.length);
      done(null, body);
    };
    const compressed = compress(coding, payload);
    if (Buffer.isBuffer(compressed)) send(compressed);
    else compressed.then(send, done);
  });
}

function compressBody(coding: Coding, body: string | Buffer): Promise<Buffer> {
  return coding === "br" ? compressBrotli(body, BROTLI) : compressGzip(body);
}

function isLarge(payload: unknown): payload is string | Buffer {
  if (typeof payload === "string") return Buffer.byteLength(payload) >= SMALLEST_BYTES;
  return Buffer.isBuffer(payload) && payload.length >= SMALLEST_BYTES;
}

function isStream(payload: unknown): boolean {
  return typeof payload === "object" && payload !== null && "pipe" in payload;
}

/** Tells caches that the response is another for other clients. */
function vary(reply: FastifyReply): void {
  const present = String(reply.getHeader("vary") ?? "");
  if (!present.toLowerCase().includes(VARY)) reply.header("vary", present === "" ? VARY : `${present}, ${VARY}`);
}

const LONGEST_CACHED = 300;
const accepted = createCache<string, { readonly coding: Coding | null }>("accept_encoding_headers", {
  maxEntries: 100,
});

/** The coding that the client likes best, brotli where it likes both; null for none. */
function codingOf({ method, headers }: FastifyRequest, reply: FastifyReply): Coding | null {
  const accept = headers["accept-encoding"];
  if (accept === undefined || method === "HEAD" || reply.hasHeader("content-encoding")) return null;
  const header = String(accept);
  const known = accepted.get(header);
  if (known !== undefined) return known.coding;
  const codings = ["br", "gzip", "identity"];
  const [first] = new Negotiator({ headers: { "accept-encoding": header } }).encodings(codings, { preferred: codings });
  const coding = first === "br" || first === "gzip" ? first : null;
  if (header.length <= LONGEST_CACHED) accepted.set(header, { coding });
  return coding;
}
