import { GraphQLError, OperationTypeNode, type DocumentNode, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { requireScope, requireUnexpired, rightsOf } from "../../domain/caller.js";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import type { Operation } from "../../graphql/execution/executor.js";
import { bytesOfText } from "../../lib/cache.js";
import { createDocumentReader, type DocumentCache, type ValidDocument } from "../documents/document-reader.js";
import { createDocuments } from "../documents/documents.js";
import type { TrustedDocuments } from "../documents/persisted-query.js";
import { codesOf, type OperationObserver, type Origin } from "../operation-observer.js";
import { accountKeyOf, createAdmission, type Requester } from "./admission.js";
import { createCostEstimator, type Cost, type Variables } from "./cost.js";
import { createFairQueue } from "./fair-queue.js";
import { checkDocumentSize } from "./limits.js";
import type { SharedRates } from "./shared-rates.js";
import type { OperationSettings } from "./operation-settings.js";
import { countCharacters, declaredOnly } from "./operation-variables.js";

/** The operation that a client sent, as its transport parsed it. */
export interface OperationRequest {
  readonly query?: unknown;
  /** Names a document instead of holding it. */
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** The client of an operation, and where the operation came from. */
export interface Client extends Requester {
  readonly origin: Origin;
  /** True once the client has disconnected: the operation does not begin then. */
  hasLeft(): boolean;
}

/** An operation that was read; equal requests of callers with equal rights give equal ones. */
interface ReadOperation extends Operation {
  readonly type: OperationTypeNode;
  /** The operation's own name; null where it has none. */
  readonly name: string | null;
  readonly variables: Variables | null;
  readonly cost: Cost;
  /**
   * Identifies a query of callers with equal rights, or of one caller if it reads `viewer`; null for mutations and
   * subscriptions, which share no response.
   */
  readonly key: string | null;
}

/** An operation that may be executed. */
export interface Admitted extends ReadOperation {
  /** Runs work in the context of the operation's trace. */
  within<Result>(work: () => Result): Result;
  /** Called with the codes of the operation's errors when it has ended. Only the first call counts. */
  end(codes?: readonly string[]): void;
}

/** An operation that may be executed, or the errors for which it is rejected. */
export type GateResult = Admitted | readonly GraphQLError[];

/** Checks each operation of each transport before it is executed: document, scopes, rate, limits and cost. */
export interface OperationGate {
  /**
   * Synchronous unless other operations of the caller have to begin first. Returns errors, never throws them: they concern
   * one operation, not its socket.
   */
  admit(client: Client, requested: OperationRequest): GateResult | Promise<GateResult>;
  /** Returns the errors after the operations of the client that wait already, so that responses keep their order. */
  reject(client: Client, errors: readonly GraphQLError[]): GateResult | Promise<GateResult>;
  /**
   * The type of the requested operation; null for an invalid one. Admits and counts nothing. A valid document is cached, so
   * that `admit` does not parse it again.
   */
  typeOf(requested: OperationRequest): OperationTypeNode | null;
}

export interface OperationGateOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationSettings;
  readonly trusted: TrustedDocuments | null;
  readonly introspection: boolean;
  readonly documents: DocumentCache;
  /** `Executor.prepare`. */
  readonly prepare: (document: DocumentNode) => DocumentNode;
  /** The cost of a query whose response is cached, by its key; null for any other. */
  readonly costOfCached: (key: string) => Cost | null;
  readonly isLocalOnly: boolean;
  readonly clock: Clock;
  readonly sharedRates: SharedRates;
  readonly logger: Logger;
  readonly observer: OperationObserver;
}

export function createOperationGate(options: OperationGateOptions): OperationGate {
  return new SettingsGate(options);
}

/** A gate with the limits of the settings. */
class SettingsGate implements OperationGate {
  private readonly documents;
  private readonly reader;
  private readonly costs;
  private readonly admission;
  private readonly fairQueue = createFairQueue();

  constructor(private readonly options: OperationGateOptions) {
    const { schema, limits, trusted, introspection, logger, prepare } = options;
    const documents = createDocuments({ trusted, untrusted: limits.untrustedDocuments, logger });
    this.documents = documents;
    this.costs = createCostEstimator(schema, { limit: limits.maxCost, hideSuggestions: !introspection });
    this.reader = createDocumentReader(schema, {
      limits,
      introspection,
      cache: options.documents,
      check: (document, text) => documents.check(document, text),
      prepare,
      planCosts: (document) => this.costs.plan(document),
    });
    this.admission = createAdmission(limits, options);
  }

  admit(client: Client, requested: OperationRequest): GateResult | Promise<GateResult> {
    try {
      const bytes = this.charging(client, () => this.measure(requested));
      return this.fairQueue.take(accountKeyOf(client), bytes, () =>
        client.hasLeft() ? DISCONNECTED : this.report(client, this.check(client, requested)),
      );
    } catch (error) {
      return this.report(client, asErrors(error));
    }
  }

  reject(client: Client, errors: readonly GraphQLError[]): GateResult | Promise<GateResult> {
    return this.fairQueue.take(accountKeyOf(client), 0, () => this.report(client, errors));
  }

  typeOf(requested: OperationRequest): OperationTypeNode | null {
    try {
      checkDocumentSize(requested.query, this.options.limits);
      const document = this.read(requested);
      return "document" in document ? document.type : null;
    } catch (error) {
      asErrors(error);
      return null;
    }
  }

  /** Finds and reads the document. Throws the error of a request that names none, or one that may not be executed. */
  private read(requested: OperationRequest): ValidDocument | readonly GraphQLError[] {
    const text = this.documents.find({ ...requested, extensions: objectOf("extensions", requested.extensions) });
    return this.reader.read(text, requested.operationName);
  }

  /** Runs a step before the operation is counted: a request that fails in it counts for the rate as well. */
  private charging<Result>(client: Client, step: () => Result): Result {
    try {
      return step();
    } catch (error) {
      this.admission.begin(client, false)();
      throw error;
    }
  }

  /** Bytes of a request while it waits in the queue. Throws QUERY_TOO_COMPLEX for one that is too large to be read. */
  private measure({ query, variables }: OperationRequest): number {
    const { limits } = this.options;
    checkDocumentSize(query, limits);
    const characters = countCharacters(variables, limits);
    return 2 * characters + (typeof query === "string" ? bytesOfText(query) : 0);
  }

  private check(client: Client, requested: OperationRequest): GateResult {
    try {
      requireUnexpired(client.caller, this.options.clock());
      const variables = objectOf("variables", requested.variables);
      const document = this.charging(client, () => this.read(requested));
      if ("document" in document) return this.begin(client, document, variables, requested);
      this.admission.begin(client, false)();
      return document;
    } catch (error) {
      return asErrors(error);
    }
  }

  /** Counts the operation, and checks the caller's scopes and the cost. */
  private begin(
    client: Client,
    document: ValidDocument,
    variables: Variables | null,
    requested: OperationRequest,
  ): GateResult {
    const { type, viewer } = document;
    const end = this.admission.begin(client, type === OperationTypeNode.SUBSCRIPTION);
    try {
      if (!viewer.isReadAlone) requireScope(client.caller, "callbacks:read");
      if (type === OperationTypeNode.MUTATION) requireScope(client.caller, "callbacks:write");
      const operation = this.readOperation(client, document, variables, requested);
      if ("document" in operation) return this.start(client, operation, end);
      end();
      return operation;
    } catch (error) {
      end();
      throw error;
    }
  }

  private readOperation(
    { caller }: Client,
    { document, prepared, costs, text, hash, type, name, viewer }: ValidDocument,
    given: Variables | null,
    requested: OperationRequest,
  ): ReadOperation | readonly GraphQLError[] {
    const operationName = typeof requested.operationName === "string" ? requested.operationName : null;
    this.documents.remember(text, requested);
    const variables = declaredOnly(document, operationName, given);
    const isQuery = type === OperationTypeNode.QUERY;
    // Callers with equal rights share responses, but not one that says who the caller is.
    const sharing = viewer.isRead ? `${JSON.stringify(caller.id)}${rightsOf(caller)}` : rightsOf(caller);
    const key = isQuery ? `${sharing}\n${JSON.stringify([hash, operationName, variables])}` : null;
    // Variables of a query that has a response were valid.
    const cached = key === null ? null : this.options.costOfCached(key);
    const cost = cached ?? this.costs.estimate(costs, operationName, variables);
    if (!("requested" in cost)) return cost.map(asBadUserInput);
    return { document: prepared, text, type, name, operationName, variables, cost, key };
  }

  private start(client: Client, operation: ReadOperation, end: () => void): Admitted {
    const { type, name, cost } = operation;
    this.fairQueue.charge(accountKeyOf(client), cost.requested);
    const isSubscription = type === OperationTypeNode.SUBSCRIPTION;
    const release = isSubscription ? this.admission.hold(client, subscriptionBytes(operation)) : null;
    const watch = this.options.observer.began(client.origin, type, name);
    let hasEnded = false;
    return {
      ...operation,
      within: (work) => watch.within(work),
      end(codes = []) {
        if (hasEnded) return;
        hasEnded = true;
        end();
        release?.();
        watch.ended(codes);
      },
    };
  }

  private report(client: Client, result: GateResult): GateResult {
    if (!("document" in result)) this.options.observer.refused(client.origin, codesOf(result));
    return result;
  }
}

/** No client receives it. */
const DISCONNECTED = [new GraphQLError("the client disconnected", { extensions: { code: "BAD_REQUEST" } })];

/** Errors that are responses to the client; rethrows all others. */
function asErrors(error: unknown): readonly GraphQLError[] {
  if (error instanceof GatewayError) return [new GraphQLError(error.message, { originalError: error })];
  if (error instanceof GraphQLError) return [error];
  throw error;
}

/** An error of a variable, as the executor would report it. */
function asBadUserInput({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: "BAD_USER_INPUT" } });
}

/** Bytes of the text and variables of a subscription, which it holds as long as it lives. */
function subscriptionBytes({ text, variables }: ReadOperation): number {
  return bytesOfText(text) + (variables === null ? 0 : bytesOfText(JSON.stringify(variables)));
}

/** Throws BAD_REQUEST for a value that is no object. */
function objectOf(name: string, value: unknown): Variables | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "object" && !Array.isArray(value)) return value as Variables;
  throw new GraphQLError(`${name} must be an object`, { extensions: { code: "BAD_REQUEST" } });
}
