import type { FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import { createCache } from "../../lib/cache.js";

/** A media type that GraphQL is answered in. */
export type ResponseType = (typeof RESPONSE_TYPES)[number];

export const JSON_TYPE = "application/json; charset=utf-8";
export const GRAPHQL_TYPE = "application/graphql-response+json; charset=utf-8";
const EVENTS = "text/event-stream";
/** The first one answers clients that take anything. */
const RESPONSE_TYPES = [JSON_TYPE, GRAPHQL_TYPE] as const;

/** What a client accepts, by its header `accept`. */
export interface Accepted {
  /** The type that it likes best of those that are no stream; null where it takes none of them. */
  readonly type: ResponseType | null;
  /** Whether it prefers a stream of events, or takes nothing else. */
  readonly prefersEvents: boolean;
  /** Whether it names streams of events among what it takes. */
  readonly takesEvents: boolean;
}

const LONGEST_CACHED = 300;
const cached = createCache<string, Accepted>("accept_headers", { maxEntries: 100 });

/** Reads what the client of a request accepts; without the header it takes anything. */
export function acceptedBy({ headers }: Pick<FastifyRequest, "headers">): Accepted {
  const accept = headers.accept ?? "";
  const known = cached.get(accept);
  if (known !== undefined) return known;
  const made = read(accept);
  if (accept.length <= LONGEST_CACHED) cached.set(accept, made);
  return made;
}

/** Parameters such as `charset` and `indent` choose nothing here: all but the weight are left out. */
const PARAMETERS = /;\s*(?!q\s*=)[^;,="]*(?:=\s*(?:"(?:\\.|[^"\\])*"|[^;,]*))?/giu;

function read(accept: string): Accepted {
  const plain = accept.replaceAll(PARAMETERS, "");
  const negotiator = new Negotiator({ headers: { accept: plain.trim() === "" ? "*/*" : plain } });
  const type = (negotiator.mediaType([...RESPONSE_TYPES]) ?? null) as ResponseType | null;
  const [first] = negotiator.mediaTypes([...RESPONSE_TYPES, EVENTS]);
  // By name: clients that take anything mean none of it.
  const takesEvents = negotiator.mediaTypes().some((named) => named.toLowerCase() === EVENTS);
  return { type, prefersEvents: first === EVENTS, takesEvents };
}
