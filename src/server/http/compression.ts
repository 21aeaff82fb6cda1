import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Negotiator from "negotiator";

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

/** The compressed forms of a body, or those in progress; for as long as the body itself is cached. */
type Compressed = Partial<Record<Coding, Buffer | Promise<Buffer>>>;

/**
 * Compresses responses from 4 KB by brotli or gzip, as the client accepts them, off the event loop. A body that is cached is
 * compressed once. Streams are left as they are: pages are compressed by the build, and events must not wait for one another.
 */
export function compressResponses(app: FastifyInstance, run: Compressor = compressBody): void {
  const cached = new WeakMap<Buffer, Compressed>();
  const compress = (coding: Coding, body: string | Buffer): Buffer | Promise<Buffer> => {
    if (typeof body === "string") return run(coding, body);
    const ofBody = cached.get(body) ?? {};
    const found = ofBody[coding];
    if (found !== undefined) return found;
    cached.set(body, ofBody);
    const pending = run(coding, body).then((compressed) => (ofBody[coding] = compressed));
    // The current request fails; the next one compresses again.
    pending.catch(() => delete ofBody[coding]);
    return (ofBody[coding] = pending);
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

/** Adds `vary`: HTTP caches may not share the response between clients with other headers. */
function vary(reply: FastifyReply): void {
  const present = String(reply.getHeader("vary") ?? "");
  if (!present.toLowerCase().includes(VARY)) reply.header("vary", present === "" ? VARY : `${present}, ${VARY}`);
}

/** The coding that the client prefers, brotli where it accepts both; null for none. */
function codingOf({ method, headers }: FastifyRequest, reply: FastifyReply): Coding | null {
  const accept = headers["accept-encoding"];
  if (accept === undefined || method === "HEAD" || reply.hasHeader("content-encoding")) return null;
  const codings = ["br", "gzip", "identity"];
  const negotiator = new Negotiator({ headers: { "accept-encoding": String(accept) } });
  const [first] = negotiator.encodings(codings, { preferred: codings });
  return first === "br" || first === "gzip" ? first : null;
}
