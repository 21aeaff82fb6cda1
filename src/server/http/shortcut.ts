import type { FastifyReply, FastifyRequest } from "fastify";
import { acceptedBy, GRAPHQL_TYPE } from "./accept.js";
import { PARTIAL_SUCCESS } from "./apollo.js";
import { isCostWanted } from "./asked.js";
import type { Admitted } from "../limits/operation-gate.js";
import type { ClientDisconnect } from "./client-disconnect.js";
import { callerOf } from "../auth/request-authenticator.js";
import type { QueryResponse, QueryRunner } from "../query-runner.js";

/**
 * Answers the plain and frequent: a query by POST of a document that is valid. Whatever is special in a request, or wrong
 * with it, is left to the pipeline, which says so.
 */
export interface Shortcut {
  /** Null for what it does not answer. */
  open(request: FastifyRequest, reply: FastifyReply, admitted: Admitted): ShortWay | null;
}

/** How one request is answered; each tells the codes of the errors that were answered, null where it has not answered. */
export interface ShortWay {
  /** With what is known already, at once. */
  give(): readonly string[] | null;
  make(client: ClientDisconnect): Promise<readonly string[] | null>;
}

export function createShortcut(queries: QueryRunner): Shortcut {
  return {
    open(request, reply, admitted) {
      const { type } = acceptedBy(request);
      if (type === null || admitted.key === null || !isPlain(request)) return null;
      const caller = callerOf(request);
      const send = ({ body, hasData, codes }: QueryResponse): readonly string[] | null => {
        // The pipeline says what is wrong with the variables.
        if (!hasData) return null;
        // Time was up: the answer to that was sent already.
        if (reply.sent) return codes;
        if (codes.length > 0 && type === GRAPHQL_TYPE) reply.code(PARTIAL_SUCCESS);
        void reply.header("content-type", type).header("cache-control", "no-store").send(body);
        return codes;
      };
      return {
        give() {
          const known = queries.find(admitted, caller);
          return known === null ? null : send(known);
        },
        make: async (client) => send(await queries.run(admitted, caller, client)),
      };
    },
  };
}

/** True for a request that has nothing special about it. */
export function isPlain(request: FastifyRequest): boolean {
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  return request.method === "POST" && isJson && !isCostWanted(request);
}
