import type { FastifyReply, FastifyRequest } from "fastify";
import { rightsOf, type Caller } from "../callback/caller.js";
import type { Executor } from "../graphql/executor.js";
import { acceptedBy, GRAPHQL_TYPE } from "./accept.js";
import { PARTIAL_SUCCESS } from "./apollo.js";
import { isCostWanted } from "./asked.js";
import type { Admitted } from "./demand.js";
import type { ContextFactory } from "./endpoint.js";
import type { Departure } from "./departure.js";
import { callerOf } from "./entrance.js";
import { codesOfFormatted } from "./operation-observer.js";
import type { SharedAnswer, SharedAnswers } from "./shared-answers.js";

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
  make(client: Departure): Promise<readonly string[] | null>;
}

/** An answer without a body is one that the pipeline has to give. */
export interface ShortAnswer extends SharedAnswer {
  readonly codes: readonly string[];
}

export interface ShortcutOptions {
  readonly executor: Executor;
  readonly answers: SharedAnswers<ShortAnswer>;
  readonly createContext: ContextFactory;
}

const NONE: readonly string[] = [];
const NEVER = Number.NEGATIVE_INFINITY;
const NOTHING = Buffer.alloc(0);

export function createShortcut({ executor, answers, createContext }: ShortcutOptions): Shortcut {
  const make = async (admitted: Admitted, caller: Caller, clients: Departure): Promise<ShortAnswer> => {
    const context = createContext(clients, caller);
    const executed = await executor.execute(admitted, context);
    const { hasData, errors } = executed;
    if (!hasData) return { body: NOTHING, codes: NONE, until: NEVER };
    const body = executed.bodyWith(`{"cost":${JSON.stringify(admitted.cost)}}`);
    if (errors.length > 0) return { body, codes: codesOfFormatted(errors), until: NEVER };
    return { body, codes: NONE, until: context.loaders.freshUntil() };
  };

  return {
    open(request, reply, admitted) {
      const { type } = acceptedBy(request);
      if (type === null || admitted.key === null || !isPlain(request)) return null;
      const caller = callerOf(request);
      const key = `${rightsOf(caller)}\n${admitted.key}`;
      const send = ({ body, codes }: ShortAnswer): readonly string[] | null => {
        if (body.length === 0) return null;
        // Time was up: the answer to that was sent already.
        if (reply.sent) return codes;
        if (codes.length > 0 && type === GRAPHQL_TYPE) reply.code(PARTIAL_SUCCESS);
        void reply.header("content-type", type).header("cache-control", "no-store").send(body);
        return codes;
      };
      return {
        give() {
          const known = answers.find(key);
          return known === null ? null : send(known);
        },
        make: async (client) => send(await answers.take(key, client, (clients) => make(admitted, caller, clients))),
      };
    },
  };
}

/** True for a request that has nothing special about it. */
function isPlain(request: FastifyRequest): boolean {
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  return request.method === "POST" && isJson && !isCostWanted(request);
}
