import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ANYBODY, type Caller } from "../../domain/caller.js";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { addressOfRequest, type AddressOf, type ClientRequest } from "./address.js";
import type { Client } from "../limits/operation-gate.js";
import { isLoopback } from "./auth-settings.js";
import type { Authenticator, CredentialHeaders } from "./authentication.js";
import type { FailedLogins } from "./failed-logins.js";
import type { Transport } from "../operation-observer.js";
import { clientApplicationOf } from "../http/client-application.js";
import type { IsOwnOrigin } from "./own-origin.js";
import { httpStatusOf, setRetryAfter } from "../http/http-status.js";
import { reject } from "../http/rejection.js";

/** Checks origin, host and credentials of requests and sockets. */
export interface RequestAuthenticator {
  /** False where the settings have no authentication. */
  readonly asksWho: boolean;
  readonly addressOf: AddressOf;
  /**
   * Identifies the caller. Rejects as authentication does, and with RATE_LIMITED where too many have failed from the
   * address.
   */
  identify(credentials: CredentialHeaders, address: string): Promise<Caller>;
  /** The reason why the header `host` is rejected; null where it is accepted. */
  refusalOf(headers: IncomingHttpHeaders): string | null;
  /** Why a page may not open a socket or a stream; null where it may, and for clients that are no page. */
  refusalOfPage(request: ClientRequest): string | null;
}

export interface RequestAuthenticatorOptions {
  readonly authenticator: Authenticator;
  readonly failedLogins: FailedLogins;
  readonly addressOf: AddressOf;
  /** True where the settings have no authentication, and the server listens on this machine's own address. */
  readonly checksHost: boolean;
  /** Whether pages of this origin may call the API. */
  readonly mayCall: (origin: string) => boolean;
  readonly isOwnOrigin: IsOwnOrigin;
}

/**
 * A browser lets any page open a socket to any host, and a name that its owner points to this machine makes every page
 * local: the headers `origin` and `host` reveal both.
 */
export function createRequestAuthenticator(options: RequestAuthenticatorOptions): RequestAuthenticator {
  const { authenticator, failedLogins, checksHost, mayCall, isOwnOrigin, addressOf } = options;
  let lastLoopback = "";
  // Nearly always it is the one before.
  const isThisMachine = (host: string): boolean => {
    if (host === lastLoopback) return true;
    if (!isLoopback(nameOf(host))) return false;
    lastLoopback = host;
    return true;
  };
  return {
    asksWho: authenticator.isOn,
    addressOf,
    identify: (credentials, address) =>
      authenticator.isOn
        ? failedLogins.attempt(credentials, address, (isGuessing) =>
            authenticator.authenticate(credentials, isGuessing),
          )
        : authenticator.authenticate(credentials),
    refusalOf({ host = "" }) {
      if (!checksHost || isThisMachine(host)) return null;
      // A page of such an origin may call anyway.
      if (["http", "https"].some((scheme) => mayCall(`${scheme}://${host}`))) return null;
      return (
        "without authentication only requests to this machine are served: the header host must name it, or an " +
        "origin of server.corsOrigins"
      );
    },
    refusalOfPage(request) {
      const { origin } = request.headers;
      if (origin === undefined || mayCall(origin) || isOwnOrigin(origin, request)) return null;
      return (
        "requests from pages of this origin are not allowed: server.corsOrigins does not contain it, and it " +
        "differs from the header host (or x-forwarded-host of a proxy in server.trustedProxies)"
      );
    },
  };
}

const CALLER = "caller";

/** Requires authentication for all requests to these paths. */
export function requireAuthentication(
  app: FastifyInstance,
  paths: readonly string[],
  requestAuthenticator: RequestAuthenticator,
  clock: Clock,
): void {
  app.decorateRequest(CALLER, null);
  const isAuthenticated = new Set<string | undefined>(paths);
  let lastHost = "";
  // Nearly always it is the one before.
  const isHost = (host: string): boolean => {
    if (host !== lastHost && !URL.canParse(`http://${host}/`)) return false;
    lastHost = host;
    return true;
  };
  const identify = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    try {
      request.setDecorator(CALLER, await requestAuthenticator.identify(request.headers, addressOfRequest(request)));
      return undefined;
    } catch (error) {
      return rejectUnauthenticated(reply, error, clock);
    }
  };
  app.addHook("onRequest", (request, reply, done) => {
    if (!isAuthenticated.has(request.routeOptions.url) || request.method === "OPTIONS") return done();
    if (!isHost(request.headers.host ?? "")) return reject(reply, 400, "the header host is malformed");
    const refusal = requestAuthenticator.refusalOf(request.headers);
    if (refusal !== null) return reject(reply, 403, refusal);
    if (requestAuthenticator.asksWho) return identify(request, reply);
    request.setDecorator(CALLER, ANYBODY);
    return done();
  });
}

/** The caller of a request to an authenticated path. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(CALLER);
}

/** Rejects a request without a valid caller. Rethrows errors that are no GatewayError. */
export function rejectUnauthenticated(reply: FastifyReply, error: unknown, clock: Clock): FastifyReply {
  if (!(error instanceof GatewayError)) throw error;
  const { code, message, retryAfter } = error;
  setRetryAfter(reply, retryAfter, clock);
  if (code === "UNAUTHENTICATED") return reject(reply.header("www-authenticate", "Bearer"), 401, message);
  return reject(reply, httpStatusOf(code), message, code);
}

/** The same, as the gate knows it. */
export function clientOf(request: FastifyRequest, transport: Transport): Client {
  const { id, headers, raw } = request;
  return {
    caller: callerOf(request),
    address: addressOfRequest(request),
    origin: { transport, requestId: id, headers, client: clientApplicationOf(headers) },
    hasLeft: () => raw.socket.destroyed,
  };
}

/** The name in a header `host`, without the port. */
function nameOf(host: string): string {
  return host.replace(/:\d*$/u, "");
}
