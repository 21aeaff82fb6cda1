import type { FastifyRequest } from "fastify";
import Negotiator from "negotiator";

/** A media type of GraphQL responses. */
export type ResponseType = (typeof RESPONSE_TYPES)[number];

export const JSON_TYPE = "application/json; charset=utf-8";
export const GRAPHQL_TYPE = "application/graphql-response+json; charset=utf-8";
const EVENTS = "text/event-stream";
/** Matches clients of multipart subscriptions alone: those of `@defer` send no `subscriptionSpec`. */
const PARTS =
  /(?:^|,)\s*multipart\/mixed\s*;(?![^,]*;\s*q\s*=\s*0(?:\.0*)?\s*(?:,|$))[^,]*\bsubscriptionspec\s*=\s*"?1\.0\b/iu;
/** The first is the default for clients that accept any type. */
const RESPONSE_TYPES = [JSON_TYPE, GRAPHQL_TYPE] as const;

/** The types that a client accepts, by its header `accept`. */
export interface Accepted {
  /** The response type that the client prefers, event streams aside; null where it accepts none. */
  readonly type: ResponseType | null;
  /** Whether it prefers a stream of events, or takes nothing else. */
  readonly prefersEvents: boolean;
  /** Whether the header names `text/event-stream`. */
  readonly takesEvents: boolean;
  /** Whether the header names `multipart/mixed` with the version of the subscription protocol that is served. */
  readonly takesParts: boolean;
}

/** Returns which response types the client of a request accepts; without the header `accept`, any. */
export function acceptedBy({ headers }: Pick<FastifyRequest, "headers">): Accepted {
  const { accept = "" } = headers;
  return COMMON.get(accept) ?? read(accept);
}

/** Parameters such as `charset` and `indent` choose nothing here: all but the weight are left out. */
const PARAMETERS = /;\s*(?!q\s*=)[^;,="]*(?:=\s*(?:"(?:\\.|[^"\\])*"|[^;,]*))?/giu;

function negotiatorOf(accept: string): Negotiator {
  const plain = accept.replaceAll(PARAMETERS, "");
  return new Negotiator({ headers: { accept: plain.trim() === "" ? "*/*" : plain } });
}

/** Returns the type that a client prefers, the first for one that accepts any; null where it accepts none of them. */
export function preferredType<Type extends string>(accept: string, types: readonly Type[]): Type | null {
  return (negotiatorOf(accept).mediaType([...types]) ?? null) as Type | null;
}

function read(accept: string): Accepted {
  const negotiator = negotiatorOf(accept);
  const type = preferredType(accept, RESPONSE_TYPES);
  const [first] = negotiator.mediaTypes([...RESPONSE_TYPES, EVENTS]);
  // By name: clients that take anything mean none of it.
  const takesEvents = negotiator.mediaTypes().some((named) => named.toLowerCase() === EVENTS);
  return { type, prefersEvents: first === EVENTS, takesEvents, takesParts: PARTS.test(accept) };
}

/** Headers that most clients send: parsing one takes longer than all other checks of a request. */
const COMMON: ReadonlyMap<string, Accepted> = new Map(
  ["", "*/*", "application/json", "application/graphql-response+json", "text/event-stream"].map((accept) => [
    accept,
    read(accept),
  ]),
);
