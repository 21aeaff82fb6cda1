import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../callback/caller.js";
import { GatewayError } from "../callback/errors.js";
import type { Client } from "./demand.js";
import { isLoopback } from "./auth-settings.js";
import type { Authenticator } from "./authentication.js";
import type { Transport } from "./operation-observer.js";
import { refuse } from "./refusal.js";

/** Who and what is let in at all. */
export interface Entrance {
  readonly authenticator: Authenticator;
  /** Why a request may not come in by where it comes from; null where it may. */
  refusalOf(headers: IncomingHttpHeaders): string | null;
  /** Why a page may not open a socket or a stream; null where it may, and for who is no page. */
  refusalOfPage(headers: IncomingHttpHeaders): string | null;
}

export interface EntranceOptions {
  readonly authenticator: Authenticator;
  /** True where nobody proves who they are, and only this machine is served. */
  readonly isLocalOnly: boolean;
  readonly corsOrigins: readonly string[];
}

/**
 * A browser lets any page open a socket to any host, and a name that its owner points to this machine makes every page
 * local: the headers `origin` and `host` tell.
 */
export function createEntrance({ authenticator, isLocalOnly, corsOrigins }: EntranceOptions): Entrance {
  const allowed = new Set(corsOrigins.map((text) => new URL(text).origin));
  return {
    authenticator,
    refusalOf({ host }) {
      if (!isLocalOnly || isLoopback(nameOf(host ?? ""))) return null;
      return "without authentication only this machine is served: the header host has to name it";
    },
    refusalOfPage({ origin, host }) {
      if (origin === undefined || allowed.has(origin)) return null;
      const isOwn = URL.canParse(origin) && new URL(origin).host === host;
      return isOwn ? null : "pages of this origin may not come in: server.corsOrigins does not name it";
    },
  };
}

const CALLER = "caller";

/** Lets nobody reach the path whom the entrance does not know. */
export function guard(app: FastifyInstance, path: string, entrance: Entrance): void {
  app.decorateRequest(CALLER, null);
  app.addHook("onRequest", async (request, reply) => {
    if (request.routeOptions.url !== path || request.method === "OPTIONS") return undefined;
    if (!URL.canParse(`http://${request.headers.host ?? ""}/`)) {
      return refuse(reply, 400, "the header host is malformed");
    }
    const refusal = entrance.refusalOf(request.headers);
    if (refusal !== null) return refuse(reply, 403, refusal);
    try {
      request.setDecorator(CALLER, await entrance.authenticator.authenticate(request.headers));
      return undefined;
    } catch (error) {
      return refuseUnknown(reply, error);
    }
  });
}

/** Whoever sent a request to a guarded path. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(CALLER);
}

/** Answers those who cannot be known. Rethrows what is no reason for that. */
export function refuseUnknown(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof GatewayError)) throw error;
  const { code, message } = error;
  if (code === "UNAUTHENTICATED") return refuse(reply.header("www-authenticate", "Bearer"), 401, message);
  return refuse(reply, code === "FORBIDDEN" ? 403 : 503, message, code);
}

/** The same, as the gate knows it. */
export function clientOf(request: FastifyRequest, transport: Transport): Client {
  const { id, ip, headers } = request;
  return { caller: callerOf(request), address: ip, origin: { transport, requestId: id, headers } };
}

/** The name in a header `host`, without the port. */
function nameOf(host: string): string {
  return host.replace(/:\d*$/u, "");
}
