import { execute, parse, subscribe, type ExecutionResult, type FormattedExecutionResult } from "graphql";
import { decodeResumeCursor } from "../../../src/domain/change/cursor.js";
import { createErrorFormatter, formatResult } from "../../../src/graphql/errors.js";
import { generateOperations, type GeneratedOperation } from "./operations.js";
import { createRandom, type Random } from "./random.js";
import type { Stage } from "./stage.js";
import { connect, type Clients, type Transport } from "./transports.js";

/** An operation whose results were not those of graphql-js. */
export interface Difference {
  /** Which one of its seed. */
  readonly index: number;
  readonly transport: Transport;
  /** Which time it was sent. */
  readonly time: number;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly expected: readonly string[];
  readonly got: readonly string[];
}

export interface Compared {
  /** How many were compared. */
  readonly operations: number;
  /** How many requests were sent, by transport. */
  readonly sent: Readonly<Record<Transport, number>>;
  /** Of how many the result holds errors, and of how many errors alone. */
  readonly withErrors: number;
  readonly withoutData: number;
  /** How often what graphql-js gives had changed meanwhile, by what was asked of vendors. */
  readonly moved: number;
  readonly differences: readonly Difference[];
}

export interface CompareOptions {
  readonly seed: number;
  readonly operations: number;
  /** How often each is sent with each set of its variables: the last two times at once. */
  readonly times: number;
}

/** Which kinds of change a subscription is told of. */
const STATUS_KINDS: ReadonlySet<string> = new Set(["CREATED", "STATUS_CHANGED"]);
const MOST_KEPT = 10_000;

/** Sends generated operations to a gateway, and compares what comes with what graphql-js makes of the same data. */
export async function compareWithReference(stage: Stage, options: CompareOptions): Promise<Compared> {
  const { seed, operations, times } = options;
  const { world, pool, changeCursors } = stage;
  const random = createRandom(seed + 1);
  const generator = generateOperations({ schema: world.gateway.schema, pool, seed, changeCursors });
  const comparison = createComparison(stage);
  const differences: Difference[] = [];
  try {
    for (let index = 0; index < operations && differences.length < MOST_KEPT; index += 1) {
      const operation = generator.next().value;
      const found = await comparison.compare(operation, transportFor(operation, random), times);
      differences.push(...found.map((difference) => ({ ...difference, index })));
    }
  } finally {
    await comparison.close();
  }
  return { ...comparison.counts(), differences };
}

export type Counts = Omit<Compared, "differences">;

/** Compares one operation after another. */
export interface Comparison {
  /** What differed in any of these times, with any of the operation's sets of variables. */
  compare(operation: GeneratedOperation, transport: Transport, times: number): Promise<readonly Difference[]>;
  counts(): Counts;
  close(): Promise<void>;
}

export function createComparison(stage: Stage): Comparison {
  const clients = connect(stage.world.url);
  const sent: Record<Transport, number> = { post: 0, get: 0, websocket: 0, sse: 0 };
  const counts = { operations: 0, withErrors: 0, withoutData: 0, moved: 0 };
  return {
    async compare(operation, transport, times) {
      const differences: Difference[] = [];
      const expected: (readonly string[])[] = [];
      for (const variables of operation.variables) expected.push(await runReference(stage, operation, variables));
      counts.operations += 1;
      if (expected.flat().some((text) => text.includes("\n"))) counts.withErrors += 1;
      if (expected.flat().some((text) => text.startsWith(NO_DATA))) counts.withoutData += 1;
      const one = async (time: number, which: number): Promise<void> => {
        const variables = operation.variables[which] ?? {};
        const texts = expected[which] ?? [];
        // A subscription that is told of nothing: there is nothing to wait for.
        if (texts.length === 0) return;
        sent[transport] += 1;
        const got = await send(clients, transport, operation, variables, texts.length);
        if (isSame(texts, got)) return;
        // What was asked of vendors meanwhile may show, as in a source's health.
        const moved = await runReference(stage, operation, variables);
        if (isSame(moved, got)) {
          expected[which] = moved;
          counts.moved += 1;
          return;
        }
        differences.push({ index: 0, transport, time, text: operation.text, variables, expected: texts, got });
      };
      const each = operation.variables.map((_, which) => which);
      for (let time = 1; time <= times - 2; time += 1) for (const which of each) await one(time, which);
      const together = times === 1 ? [1] : [times - 1, times];
      await Promise.all(together.flatMap((time) => each.map((which) => one(time, which))));
      return differences;
    },
    counts: () => ({ ...counts, sent }),
    close: () => clients.close(),
  };
}

function transportFor({ kind }: GeneratedOperation, random: Random): Transport {
  const way = random.int(100);
  if (kind === "subscription") return way < 50 ? "websocket" : "sse";
  if (way < 70) return "post";
  if (way < 76) return kind === "query" ? "get" : "post";
  return way < 90 ? "websocket" : "sse";
}

async function send(
  clients: Clients,
  transport: Transport,
  { kind, text, operationName }: GeneratedOperation,
  variables: Readonly<Record<string, unknown>>,
  count: number,
): Promise<readonly string[]> {
  const sent = { query: text, variables, ...(operationName !== undefined && { operationName }) };
  const results = await clients.send(transport, sent, kind === "subscription" ? count : undefined);
  return results.map(textOf);
}

async function runReference(
  { world }: Stage,
  { kind, text, operationName }: GeneratedOperation,
  variables: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const { gateway, store } = world;
  const document = parse(text);
  const contextValue = gateway.createContext(new AbortController());
  // As they arrive: a text in JSON may hold less than one in memory.
  const variableValues = JSON.parse(JSON.stringify(variables)) as Record<string, unknown>;
  const asked = {
    schema: gateway.schema,
    document,
    contextValue,
    variableValues,
    operationName: operationName ?? null,
  };
  if (kind !== "subscription") return [formatted(await execute(asked))];
  const events = await subscribe(asked);
  if (!(Symbol.asyncIterator in events)) return [formatted(events)];
  const after = /after: "([^"]+)"/u.exec(text)?.[1] ?? "";
  const changes = await store.readChanges(decodeResumeCursor("after", after).position, MOST_KEPT);
  const isOfStatus = text.includes("callbackStatusChanged(");
  const count = changes.filter((change) => !isOfStatus || STATUS_KINDS.has(change.kind)).length;
  const texts: string[] = [];
  while (texts.length < count) {
    const { value, done } = await events.next();
    if (done === true) break;
    texts.push(formatted(value));
  }
  await events.return(undefined);
  return texts;
}

/** As a client may see it. What is unexpected is `INTERNAL_SERVER_ERROR`, which no valid operation may come to. */
function formatted(result: ExecutionResult): string {
  const format = createErrorFormatter((error) => {
    throw error instanceof Error ? error : new Error("not an error", { cause: error });
  });
  return textOf(JSON.parse(JSON.stringify(formatResult(result, format))) as FormattedExecutionResult);
}

const NO_DATA = "(no data)";

/** Data with the order of its keys; errors in any order, as that is not specified. */
function textOf({ data, errors = [] }: FormattedExecutionResult): string {
  const shown = data === undefined ? NO_DATA : JSON.stringify(data);
  return [shown, ...errors.map((error) => JSON.stringify(error)).sort()].join("\n");
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}
