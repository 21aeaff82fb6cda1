import { GraphQLError, OperationTypeNode } from "graphql";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { toError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import type { EventResult } from "../../graphql/subscription/event-result.js";
import type { Live } from "../../graphql/subscription/live.js";
import type { EventStream } from "../../lib/event-stream.js";
import { callerOf, clientOf } from "../auth/request-authenticator.js";
import type { ContextFactory } from "../context-factory.js";
import { JSON_TYPE } from "../http/accept.js";
import { operationRequestOf } from "../http/operation-request.js";
import { sendErrors, type SendErrorsOptions } from "../http/send-errors.js";
import type { Admitted, OperationGate } from "../limits/operation-gate.js";
import { codesOf } from "../operation-observer.js";
import { interruptionAfter } from "./interruption.js";
import { liveOperationOf } from "./live-operation.js";
import { PROTOCOL_HEADERS, RouterLost, type RouterClient, type RouterClients } from "./router-client.js";
import { readRouterTarget, routerExtensionOf, type RouterTarget } from "./router-request.js";

export interface RouterSubscriptionOptions {
  readonly live: Live;
  readonly operationGate: OperationGate;
  readonly createContext: ContextFactory;
  readonly formatErrors: SendErrorsOptions["formatErrors"];
  readonly clock: Clock;
  readonly clients: RouterClients;
  /** Whether results may be sent to a URL. */
  readonly mayReceive: (url: URL) => boolean;
  /** Returns the cursor that disconnected subscribers resume from. */
  readonly lastCursor: () => string;
  readonly logger: Logger;
}

/**
 * Subscriptions of routers by Apollo's HTTP callback protocol, callback/1.0
 * (https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/callback-protocol): the router names a URL,
 * and the gateway sends it each result in a request of its own.
 */
export interface RouterSubscriptions {
  /** True for a request that names a URL for its results. */
  isMeant(request: FastifyRequest): boolean;
  /** Responds once the router has confirmed the URL. The subscription goes on after that. */
  serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  /** Ends all subscriptions, with the cursor to resume after. */
  requestReconnect(): Promise<void>;
  count(): number;
}

const NEVER_LEAVES = new AbortController();

export function createRouterSubscriptions(options: RouterSubscriptionOptions): RouterSubscriptions {
  const subscriptions = new Set<RouterSubscription>();
  let isEnding = false;
  return {
    isMeant: (request) => request.method === "POST" && routerExtensionOf(operationRequestOf(request)) !== undefined,
    count: () => subscriptions.size,
    async serve(request, reply) {
      const opened = await open(request, options);
      if (!(opened instanceof RouterSubscription)) return sendErrors(reply.type(JSON_TYPE), opened, options);
      subscriptions.add(opened);
      void opened.run().finally(() => subscriptions.delete(opened));
      if (isEnding) void opened.requestReconnect();
      // With a body, as some routers take an empty one for the end.
      return reply.headers(PROTOCOL_HEADERS).type(JSON_TYPE).send({ data: null });
    },
    async requestReconnect() {
      isEnding = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.requestReconnect()));
    },
  };
}

/** Opens a subscription that its router has confirmed, or returns the errors that prevent it. */
async function open(
  request: FastifyRequest,
  options: RouterSubscriptionOptions,
): Promise<readonly GraphQLError[] | RouterSubscription> {
  const requested = operationRequestOf(request) ?? {};
  const client = clientOf(request, "http-callback");
  const target = targetOf(requested, options);
  if (target instanceof GraphQLError) {
    const rejected = await options.operationGate.reject(client, [target]);
    return "document" in rejected ? [] : rejected;
  }
  const admitted = await options.operationGate.admit(client, requested);
  if (!("document" in admitted)) return admitted;
  const end = (errors: readonly GraphQLError[]): readonly GraphQLError[] => {
    admitted.end(codesOf(errors));
    return errors;
  };
  if (admitted.type !== OperationTypeNode.SUBSCRIPTION) return end([NO_SUBSCRIPTION]);
  const caller = callerOf(request);
  const operation = liveOperationOf(admitted, caller, () => options.createContext(NEVER_LEAVES, caller));
  const router = options.clients.open(target);
  let results: EventStream<EventResult> | null = null;
  try {
    const opened = await admitted.within(() => options.live.open(operation));
    if (!("each" in opened)) {
      router.close();
      return end(opened);
    }
    results = opened;
    await router.check();
    return new RouterSubscription({ ...options, target, router, admitted, results });
  } catch (error) {
    results?.end();
    router.close();
    if (error instanceof RouterLost) {
      return end([new GraphQLError(error.message, { extensions: { code: "BAD_REQUEST" } })]);
    }
    return end([asGraphQLError(error)]);
  }
}

const NO_SUBSCRIPTION = new GraphQLError(
  "extensions.subscription is for subscriptions: send queries and mutations without it",
  { extensions: { code: "BAD_REQUEST" } },
);

function targetOf(
  requested: object,
  { mayReceive }: Pick<RouterSubscriptionOptions, "mayReceive">,
): RouterTarget | GraphQLError {
  try {
    return readRouterTarget(routerExtensionOf(requested) ?? {}, mayReceive);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

interface OpenedOptions extends RouterSubscriptionOptions {
  readonly target: RouterTarget;
  readonly router: RouterClient;
  readonly admitted: Admitted;
  readonly results: EventStream<EventResult>;
}

/** One subscription, from its confirmation to its end. */
class RouterSubscription {
  /** The cursor of the last result that the router took. */
  private cursor: string | null = null;
  private isInterrupted = false;
  private lost: RouterLost | null = null;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: OpenedOptions) {}

  /** Sends the results until the subscription ends. Called once; never rejects. */
  run(): Promise<void> {
    this.ended = this.follow();
    return this.ended;
  }

  /** Ends the subscription with the cursor to resume after, once the router has taken the result that is on its way. */
  async requestReconnect(): Promise<void> {
    this.isInterrupted = true;
    this.options.router.stopRetrying();
    this.options.results.end();
    await this.ended;
  }

  private async follow(): Promise<void> {
    const { results, router, admitted, target, formatErrors, lastCursor, logger } = this.options;
    const stopChecking = this.checkRegularly();
    let errors: readonly GraphQLError[] = [];
    try {
      await results.each(async (result) => {
        await router.next(result);
        this.cursor = result.cursor;
      });
    } catch (error) {
      if (error instanceof RouterLost) this.lost = error;
      else errors = [asGraphQLError(error)];
    }
    stopChecking();
    if (this.lost === null) {
      const interruption = this.isInterrupted ? [interruptionAfter(this.cursor ?? lastCursor())] : [];
      await router.complete([...formatErrors(errors), ...interruption]).catch(this.lose);
    }
    // Routers end a subscription by refusing its next message, so this is no warning.
    if (this.lost !== null) logger.info({ router: target.url.host, err: this.lost }, "router subscription ended");
    admitted.end(codesOf(errors));
    router.close();
  }

  private readonly lose = (error: unknown): void => {
    if (!(error instanceof RouterLost)) throw error;
    this.lost = error;
  };

  /** Sends checks, twice as often as the router expects them. Returns a function that stops it. */
  private checkRegularly(): () => void {
    const { target, router, results } = this.options;
    if (target.heartbeatMs === 0) return () => undefined;
    let isChecking = false;
    const check = async (): Promise<void> => {
      if (isChecking) return;
      isChecking = true;
      try {
        await router.check();
      } catch (error) {
        this.lose(error);
        results.end();
      } finally {
        isChecking = false;
      }
    };
    const timer = setInterval(() => void check(), target.heartbeatMs / 2);
    return () => clearInterval(timer);
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  const original = toError(error);
  return new GraphQLError(original.message, { originalError: original });
}
