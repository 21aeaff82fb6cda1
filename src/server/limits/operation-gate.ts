import { GraphQLError, OperationTypeNode, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { requireUnexpired, requireScope } from "../../domain/caller.js";
import { GatewayError } from "../../domain/errors.js";
import { bytesOfText } from "../../lib/cache.js";
import type { Clock } from "../../domain/time/instant.js";
import { accountKeyOf, createAdmission, type Requester } from "./admission.js";
import { createCostEstimator, type Cost, type Variables } from "./cost.js";
import { createDocuments } from "../documents/documents.js";
import type { TrustedDocuments } from "../documents/persisted-query.js";
import { checkDocumentSize } from "./limits.js";
import { createDocumentReader, type ValidDocument } from "./operation.js";
import { countCharacters, declaredOnly } from "./operation-variables.js";
import { createFairQueue } from "./fair-queue.js";
import { codesOf, type OperationObserver, type Origin } from "../operation-observer.js";
import type { OperationSettings } from "./operation-settings.js";

/** What a client sent, as its transport read it. */
export interface Asked {
  readonly query?: unknown;
  /** Names a document instead of holding it. */
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** Who asks, and where the operation came from. */
export interface Client extends Requester {
  readonly origin: Origin;
  /** True once nobody waits for the operation: it does not begin then. */
  hasLeft(): boolean;
}

/** What was asked, as it was read: the same whoever asks it, and when. */
interface Reading extends ValidDocument {
  readonly operationName: string | null;
  readonly variables: Variables | null;
  readonly cost: Cost;
  /** Tells a query from all that is not the same; null for what is none, and shares no answer. */
  readonly key: string | null;
}

/** An operation that may run. */
export interface Admitted extends Reading {
  /** Runs what is done for it. */
  within<Result>(work: () => Result): Result;
  /** To be called when it is over, however it ended, with the codes of its errors. Only the first call counts. */
  end(codes?: readonly string[]): void;
}

/** An operation that may run, or why it may not. */
export type Judged = Admitted | readonly GraphQLError[];

/** THE GATE: every operation of every transport goes through here before it runs. */
export interface OperationGate {
  /**
   * Synchronous unless the caller has others of its operations begin first. Errors are returned, never thrown: they concern
   * one operation, not its socket.
   */
  admit(requester: Client, asked: Asked): Judged | Promise<Judged>;
  /** Returns errors behind the operations that wait already, so that a client is answered in its order. */
  refuse(requester: Client, errors: readonly GraphQLError[]): Judged | Promise<Judged>;
}

export interface OperationGateOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationSettings;
  readonly trusted: TrustedDocuments | null;
  readonly introspection: boolean;
  /** False reads every request anew. */
  readonly isCaching: boolean;
  readonly isLocalOnly: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: OperationObserver;
}

/** By these settings. */
export function createOperationGate(options: OperationGateOptions): OperationGate {
  const { schema, limits, trusted, introspection, isCaching, isLocalOnly, clock, observer, logger } = options;
  const documents = createDocuments({ trusted, untrusted: limits.untrustedDocuments, limits, logger });
  const reader = createDocumentReader(schema, limits, { introspection, isCaching });
  const costs = createCostEstimator(schema, { limit: limits.maxCost, isCaching, hideSuggestions: !introspection });
  const admission = createAdmission(limits, isLocalOnly, clock);
  const fairQueue = createFairQueue();
  /** Where it stands what an object was read as: transports give the very same one again. */
  const reading = Symbol("reading");
  type Known = Asked & { [reading]?: Reading };

  const find = (requester: Client, asked: Asked): unknown => {
    try {
      return documents.find({ ...asked, extensions: objectOf("extensions", asked.extensions) });
    } catch (error) {
      // What is refused counts all the same.
      admission.begin(requester, false)();
      throw error;
    }
  };

  /** What it holds in memory while it waits for its turn. Throws QUERY_TOO_COMPLEX where it is too large to be read at all. */
  const measure = (requester: Client, { query, variables }: Asked): number => {
    try {
      checkDocumentSize(query, limits);
      const characters = countCharacters(variables, limits);
      return 2 * characters + (typeof query === "string" ? bytesOfText(query) : 0);
    } catch (error) {
      // It counts all the same.
      admission.begin(requester, false)();
      throw error;
    }
  };

  const admit = (requester: Client, asked: Known): Admitted | readonly GraphQLError[] => {
    requireUnexpired(requester.caller, clock());
    const known = asked[reading];
    if (known !== undefined) return begin(requester, known.type, () => known);
    const given = objectOf("variables", asked.variables);
    const text = find(requester, asked);
    const read = reader.read(text, asked.operationName);
    if (!("document" in read)) {
      // What cannot be read counts all the same.
      admission.begin(requester, false)();
      return read;
    }
    return begin(requester, read.type, () => {
      const operationName = typeof asked.operationName === "string" ? asked.operationName : null;
      documents.remember(read.text, asked);
      const variables = declaredOnly(read.document, operationName, given);
      const cost = costs.estimate(read.document, operationName, variables);
      if (!("requested" in cost)) return cost.map(asBadUserInput);
      const made = { ...read, operationName, variables, cost };
      const done: Reading = { ...made, key: keyOf(made) };
      if (isCaching) asked[reading] = done;
      return done;
    });
  };

  /** What may be asked at all, by who may ask it now. */
  const begin = (
    requester: Client,
    kind: OperationTypeNode,
    read: () => Reading | readonly GraphQLError[],
  ): Admitted | readonly GraphQLError[] => {
    const end = admission.begin(requester, kind === OperationTypeNode.SUBSCRIPTION);
    try {
      requireScope(requester.caller, "callbacks:read");
      if (kind === OperationTypeNode.MUTATION) requireScope(requester.caller, "callbacks:write");
      const made = read();
      if (!("document" in made)) {
        end();
        return made;
      }
      const { document, type, name, text, operationName, variables, cost, key } = made;
      fairQueue.charge(accountKeyOf(requester), cost.requested);
      const release = type === OperationTypeNode.SUBSCRIPTION ? admission.hold(requester, heldBytes(made)) : null;
      const { within, end: over } = observe(requester, type, name, () => {
        end();
        release?.();
      });
      // Named one by one: on everybody's way, spreading takes a tenth of all that the gate does.
      return { document, type, name, text, operationName, variables, cost, key, within, end: over };
    } catch (error) {
      end();
      throw error;
    }
  };

  const observe = (
    requester: Client,
    type: OperationTypeNode,
    name: string | null,
    end: () => void,
  ): Pick<Admitted, "within" | "end"> => {
    const watch = observer.began(requester.origin, type, name);
    let isOver = false;
    return {
      within: (work) => watch.within(work),
      end(codes = []) {
        if (isOver) return;
        isOver = true;
        end();
        watch.ended(codes);
      },
    };
  };

  const judge = (requester: Client, asked: Asked): Admitted | readonly GraphQLError[] => {
    try {
      return admit(requester, asked);
    } catch (error) {
      return asErrors(error);
    }
  };

  const report = (requester: Client, judged: Judged): Judged => {
    if (!("document" in judged)) observer.refused(requester.origin, codesOf(judged));
    return judged;
  };

  return {
    refuse: (requester, errors) => fairQueue.take(accountKeyOf(requester), 0, () => report(requester, errors)),
    admit(requester, asked: Known) {
      try {
        const bytes = asked[reading] === undefined ? measure(requester, asked) : 0;
        return fairQueue.take(accountKeyOf(requester), bytes, () =>
          requester.hasLeft() ? LEFT : report(requester, judge(requester, asked)),
        );
      } catch (error) {
        return report(requester, asErrors(error));
      }
    },
  };
}

/** Nobody is told. */
const LEFT = [new GraphQLError("the client disconnected", { extensions: { code: "BAD_REQUEST" } })];

/** Rethrows what was not thrown on purpose. */
function asErrors(error: unknown): readonly GraphQLError[] {
  if (error instanceof GatewayError) return [new GraphQLError(error.message, { originalError: error })];
  if (error instanceof GraphQLError) return [error];
  throw error;
}

/** An error of a variable, as the executor would tell it. */
function asBadUserInput({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: "BAD_USER_INPUT" } });
}

/** What a subscription keeps in memory as long as it lives, beside what each one takes. */
function heldBytes({ text, variables }: Reading): number {
  return bytesOfText(text) + (variables === null ? 0 : bytesOfText(JSON.stringify(variables)));
}

/** JSON has no line breaks of its own, so none of the parts is taken for another; the long one is left as it is. */
function keyOf({ type, operationName, variables, text }: Omit<Reading, "key">): string | null {
  if (type !== OperationTypeNode.QUERY) return null;
  return `${JSON.stringify(operationName)}\n${JSON.stringify(variables)}\n${text}`;
}

/** Throws BAD_REQUEST for what is no object. */
function objectOf(name: string, given: unknown): Variables | null {
  if (given === undefined || given === null) return null;
  if (typeof given === "object" && !Array.isArray(given)) return given as Variables;
  throw new GraphQLError(`${name} must be an object`, { extensions: { code: "BAD_REQUEST" } });
}
