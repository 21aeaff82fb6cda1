import { connectBy } from "../../src/config/proxies.js";
import { systemTimer } from "../../src/domain/time/timer.js";
import { iterate } from "../../src/lib/event-stream.js";
import { CHANGES, type ChangeStream } from "../../src/subscriptions/published-change.js";
import type { ExecutionResult, FormattedExecutionResult } from "graphql";
import { pino } from "pino";
import { ANYBODY } from "../../src/domain/caller.js";
import type { RecordedChange } from "../../src/domain/query.js";
import type { GraphQLContext } from "../../src/graphql/context.js";
import { createErrorFormatter, formatResult } from "../../src/graphql/errors.js";
import { createExecutor } from "../../src/graphql/execution/executor.js";
import { createLive } from "../../src/graphql/subscription/live.js";
import { createSchema } from "../../src/graphql/schema.js";
import { createAuthenticator } from "../../src/server/auth/authentication.js";
import { operationsSchema } from "../../src/server/limits/operation-settings.js";
import { createServer, type Server, type ServerOptions, type ServerSettings } from "../../src/server/server.js";
import { ACME, UMBRELLA } from "./acme.js";
import { stubLoaders } from "./stub-loaders.js";

export interface ServedStub extends Server {
  readonly url: string;
  /** What clients were only told to be internal errors. */
  readonly unexpected: unknown[];
}

export interface ServeOptions extends Partial<
  Pick<ServerOptions, "createContext" | "readiness" | "logger" | "shareMs">
> {
  readonly settings?: Partial<ServerSettings>;
}

/** A context over these loaders; its subscriptions receive these changes. */
export function aContext(
  loaders: GraphQLContext["loaders"] = stubLoaders(),
  changes: readonly RecordedChange[] = [],
): GraphQLContext {
  const subscribe = (): ChangeStream => {
    const end = (): void => undefined;
    const each: ChangeStream["each"] = async (results, listener) => {
      for (const change of changes) await listener(await results.resultOf(change), change);
    };
    return { each, end, [Symbol.asyncIterator]: () => iterate((listener) => each(CHANGES, listener), end) };
  };
  const nobodyActs = (): never => {
    throw new Error("nothing is wished for here");
  };
  const commands = {
    schedule: nobodyActs,
    reschedule: nobodyActs,
    reassign: nobodyActs,
    cancel: nobodyActs,
    recordAgentAction: nobodyActs,
    executeAll: nobodyActs,
  };
  return {
    caller: ANYBODY,
    loaders,
    subscriptions: { subscribe, last: () => 0 },
    commands: { ...commands, reconcile: () => Promise.resolve(), close: () => Promise.resolve() },
    erasure: { erase: nobodyActs, admit: nobodyActs },
    actor: null,
    wallboard: { thresholds: { waiting: null, longestWaitMs: null, overdue: null, promiseKeptRate: null } },
  };
}

/** The schema of the two vendors of the tests. */
export function aSchema(): ServerOptions["schema"] {
  return createSchema({ vendors: [ACME, UMBRELLA] });
}

const NO_HINTS: ServerOptions["hints"] = {
  knows: () => false,
  secretHeaderOf: () => null,
  deliver: () => Promise.resolve(),
  hint: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** The real server on a free port of this machine, over stub loaders. */
export async function serveStub(options: ServeOptions = {}): Promise<ServedStub> {
  const unexpected: unknown[] = [];
  const { shareMs = 0 } = options;
  const schema = aSchema();
  const formatError = createErrorFormatter((error) => unexpected.push(error));
  const format = (result: ExecutionResult): FormattedExecutionResult => formatResult(result, formatError);
  const executor = createExecutor(schema, format);
  const server = createServer({
    schema,
    createContext: options.createContext ?? (() => aContext()),
    formatError,
    live: createLive(schema, executor, { version: 0 }),
    executor,
    lastCursor: () => "",
    readiness: options.readiness ?? (() => Promise.resolve({ ok: true, checks: { store: "ok" } })),
    hints: NO_HINTS,
    observer: { began: () => ({ within: (work) => work(), ended: () => undefined }), refused: () => undefined },
    metrics: () => Promise.resolve({ type: "text/plain", text: "" }),
    authenticator: createAuthenticator(null, Date.now),
    isLocalOnly: true,
    rates: null,
    shareMs,
    onChange: () => undefined,
    trusted: null,
    clock: Date.now,
    timer: systemTimer,
    settings: {
      host: "127.0.0.1",
      port: 0,
      introspection: true,
      graphiql: true,
      sandbox: false,
      wallboard: true,
      trustedProxies: [],
      corsOrigins: [],
      maxBodyBytes: 1_048_576,
      maxWebhookBytes: 131_072,
      hintToken: null,
      failedLogins: { requests: 20, perMs: 60_000 },
      mcp: { enabled: true, tools: "all", personalData: "masked" },
      subscriptions: {
        initTimeoutMs: 10_000,
        keepAliveMs: 12_000,
        perSocket: 1000,
        socketsPerCaller: 5000,
        maxBufferedBytes: 4_194_304,
        routers: [],
      },
      operations: operationsSchema.parse({}),
      ...options.settings,
    },
    connect: connectBy(null),
    logger: options.logger ?? pino({ level: "silent" }),
  });
  const { url } = await server.listen();
  return { ...server, url, unexpected };
}
