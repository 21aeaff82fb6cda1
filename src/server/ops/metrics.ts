import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Clock } from "../../domain/time/instant.js";
import { addressOfRequest } from "../auth/address.js";
import type { RequestAuthenticator } from "../auth/request-authenticator.js";
import { rejectUnauthenticated } from "../auth/request-authenticator.js";
import { preferredType } from "../http/accept.js";
import { reject } from "../http/rejection.js";

/** Text formats of Prometheus. `openmetrics` has exemplars. */
export type MetricsFormat = "text" | "openmetrics";

/** Everything that is measured, as text of this type. */
export type MetricsSource = (format: MetricsFormat) => Promise<{ readonly type: string; readonly text: string }>;

const OPENMETRICS = "application/openmetrics-text";

/**
 * `GET /metrics` covers all sources at once: with authentication, it needs the scope `admin` and the right to all
 * sources.
 */
export function serveMetrics(
  app: FastifyInstance,
  show: MetricsSource,
  requestAuthenticator: RequestAuthenticator,
  clock: Clock,
): void {
  app.get("/metrics", async (request, reply) => {
    const { headers } = request;
    const refusal = requestAuthenticator.refusalOf(headers);
    if (refusal !== null) return reject(reply, 403, refusal);
    try {
      const { scopes, sources } = await requestAuthenticator.identify(headers, addressOfRequest(request));
      const mayLook = !requestAuthenticator.asksWho || (scopes.has("admin") && sources === null);
      if (!mayLook) return reject(reply, 403, "missing scope admin, with access to all sources");
    } catch (error) {
      return rejectUnauthenticated(reply, error, clock);
    }
    const { type, text } = await show(formatOf(request));
    return reply.header("cache-control", "no-store").type(type).send(text);
  });
}

/** The format that a scraper prefers; the plain one for a client that accepts anything. */
function formatOf({ headers }: FastifyRequest): MetricsFormat {
  return preferredType(headers.accept ?? "", ["text/plain", OPENMETRICS]) === OPENMETRICS ? "openmetrics" : "text";
}
