import { rightsOf, type Caller } from "../domain/caller.js";
import type { Executor } from "../graphql/execution/executor.js";
import type { Admitted } from "./limits/operation-gate.js";
import type { ClientDisconnect } from "./http/client-disconnect.js";
import type { ContextFactory } from "./context-factory.js";
import { codesOfFormatted } from "./operation-observer.js";
import type { SharedAnswer, SharedAnswers } from "./http/shared-answers.js";

/** A response as JSON, its cost included. */
export interface QueryResponse extends SharedAnswer {
  /** False where the variables do not fit, and nothing was executed. */
  readonly hasData: boolean;
  /** Of the errors in it. */
  readonly codes: readonly string[];
}

/** Executes queries and mutations for every transport. Equal queries of equal rights share a response. */
export interface QueryRunner {
  /** The cached response of a query; null where there is none. */
  find(admitted: Admitted, caller: Caller): QueryResponse | null;
  /** That, or what executing the operation gives. */
  run(admitted: Admitted, caller: Caller, client: ClientDisconnect): Promise<QueryResponse>;
}

export interface QueryRunnerOptions {
  readonly executor: Executor;
  readonly answers: SharedAnswers<QueryResponse>;
  readonly createContext: ContextFactory;
}

const NONE: readonly string[] = [];
const NEVER = Number.NEGATIVE_INFINITY;

export function createQueryRunner({ executor, answers, createContext }: QueryRunnerOptions): QueryRunner {
  const keyOf = ({ key }: Admitted, caller: Caller): string | null =>
    key === null ? null : `${rightsOf(caller)}\n${key}`;

  const execute = async (admitted: Admitted, caller: Caller, clients: ClientDisconnect): Promise<QueryResponse> => {
    const context = createContext(clients, caller);
    const executed = await executor.execute(admitted, context);
    const { hasData, errors } = executed;
    const body = executed.bodyWith(`{"cost":${JSON.stringify(admitted.cost)}}`);
    if (!hasData || errors.length > 0) return { body, hasData, codes: codesOfFormatted(errors), until: NEVER };
    return { body, hasData, codes: NONE, until: context.loaders.freshUntil() };
  };

  return {
    find(admitted, caller) {
      const key = keyOf(admitted, caller);
      return key === null ? null : answers.find(key);
    },
    run(admitted, caller, client) {
      const key = keyOf(admitted, caller);
      if (key === null) return execute(admitted, caller, client);
      return answers.take(key, client, (clients) => execute(admitted, caller, clients));
    },
  };
}
