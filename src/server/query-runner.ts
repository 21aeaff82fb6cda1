import type { Caller } from "../domain/caller.js";
import type { Executor } from "../graphql/execution/executor.js";
import type { ContextFactory } from "./context-factory.js";
import type { ClientDisconnect } from "./http/client-disconnect.js";
import { PARTIAL_SUCCESS } from "./http/http-status.js";
import type { QueryResponseCache, SharedResponse } from "./http/query-response-cache.js";
import type { Cost } from "./limits/cost.js";
import type { Admitted } from "./limits/operation-gate.js";
import { codesOfFormatted } from "./operation-observer.js";

/** The response to a query or mutation, its cost included. */
export interface QueryResponse extends SharedResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Codes of the errors in it. */
  readonly codes: readonly string[];
  readonly cost: Cost;
}

/** Executes one operation; `clients` are all that wait for it, and their disconnect aborts it. */
export type ExecuteOperation = (clients: ClientDisconnect) => Promise<QueryResponse>;

/** Runs queries and mutations of every transport. Equal queries of callers with equal rights share a response. */
export interface QueryRunner {
  /** The cached response to a query, or null. */
  find(admitted: Admitted): QueryResponse | null;
  /** The response that is cached, or in flight, or that `run` returns. Default: by the executor, without Apollo Server. */
  run(admitted: Admitted, caller: Caller, client: ClientDisconnect, run?: ExecuteOperation): Promise<QueryResponse>;
}

export interface QueryRunnerOptions {
  readonly executor: Executor;
  readonly responses: QueryResponseCache<QueryResponse>;
  readonly createContext: ContextFactory;
}

/** The time until which a response may be cached that must not be. */
const NEVER = Number.NEGATIVE_INFINITY;

/** The response with this body. Responses with errors are never cached. */
export function queryResponse(
  body: string,
  { freshUntil, ...rest }: Pick<QueryResponse, "status" | "codes" | "cost"> & { readonly freshUntil: () => number },
): QueryResponse {
  const { status, codes } = rest;
  const isCacheable = status === 200 && codes.length === 0;
  return { ...rest, body: Buffer.from(body), until: isCacheable ? freshUntil() : NEVER };
}

export function createQueryRunner({ executor, responses, createContext }: QueryRunnerOptions): QueryRunner {
  const executeFor =
    (admitted: Admitted, caller: Caller): ExecuteOperation =>
    async (clients) => {
      const context = createContext(clients, caller);
      const { json, errors } = await executor.executeToJson(admitted, context, undefined, { cost: admitted.cost });
      const status = errors.length > 0 ? PARTIAL_SUCCESS : 200;
      return queryResponse(json, {
        status,
        codes: codesOfFormatted(errors),
        cost: admitted.cost,
        freshUntil: () => context.loaders.freshUntil(),
      });
    };

  const find: QueryRunner["find"] = ({ key }) => (key === null ? null : responses.find(key));

  return {
    find,
    run(admitted, caller, client, run = executeFor(admitted, caller)) {
      const cached = find(admitted);
      if (cached !== null) return Promise.resolve(cached);
      const { key } = admitted;
      return key === null ? run(client) : responses.join(key, client, run);
    },
  };
}
