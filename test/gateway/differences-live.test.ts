import { parse, subscribe, type ExecutionResult, type FormattedExecutionResult } from "graphql";
import { afterEach, describe, expect, it } from "vitest";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { encodeId } from "../../src/domain/id.js";
import type { GraphQLContext } from "../../src/graphql/context.js";
import { createErrorFormatter, formatResult } from "../../src/graphql/errors.js";
import { createExecutor } from "../../src/graphql/execution/executor.js";
import { createLive } from "../../src/graphql/subscription/live.js";
import { turnCaches } from "../../src/lib/cache.js";
import { generateOperations, type GeneratedOperation } from "../support/fuzz/operations.js";
import { aContext, aSchema } from "../support/serve-stub.js";
import { aChange, stubLoaders } from "../support/stub-loaders.js";

const SUBSCRIPTIONS = 120;
const rows = ["a", "b", "c"].map((vendorId) => ({
  fields: { vendorId, source: "north", vendor: "ACME", reason: `"${vendorId}"\n\u2028` },
}));
// The very same objects for each subscription, as events of the feed are: what is made of them is shared.
const changes = rows.map((row, index) => aChange(index + 1, row));
const schema = aSchema();
const pool = {
  ids: [encodeId("Callback", "north", "a"), encodeId("CallbackSource", "south", null)],
  callbackIds: [encodeId("Callback", "north", "a")],
  agentIds: [encodeId("Agent", "north", "a1")],
  queueIds: [encodeId("Queue", "north", "QUEUE:q1")],
  sources: ["north", "south"],
  cursors: [encodeChangeCursor(1)],
  phoneNumbers: ["+14155550101"],
  vendorIds: ["a", "b"],
};

const context = (): GraphQLContext => aContext(stubLoaders({ rows, changes }), changes);
const unexpected: unknown[] = [];
const format = (result: ExecutionResult): FormattedExecutionResult =>
  formatResult(
    result,
    createErrorFormatter((error) => unexpected.push(error)),
  );
/** Data as text, as the order of keys is part of it; errors in any order. */
const textOf = ({ data, errors = [] }: FormattedExecutionResult): string =>
  [JSON.stringify(data), ...errors.map((error) => JSON.stringify(error)).sort()].join("\n");

type Variables = Readonly<Record<string, unknown>>;

async function referenceOf({ text }: GeneratedOperation, variableValues: Variables): Promise<string[]> {
  const events = await subscribe({ schema, document: parse(text), contextValue: context(), variableValues });
  if (!(Symbol.asyncIterator in events)) return [textOf(format(events))];
  const texts: string[] = [];
  for await (const result of events) texts.push(textOf(format(result)));
  return texts;
}

afterEach(() => turnCaches("on"));

describe.each(["on", "off"] as const)("events of many subscribers, with caches %s,", (caches) => {
  it("are to each subscriber what graphql-js returns, whatever others received before", async () => {
    turnCaches(caches);
    const executor = createExecutor(schema, format);
    const live = createLive(schema, executor, { version: 0 });
    const open = async ({ text }: GeneratedOperation, variables: Variables): Promise<string[]> => {
      const operation = {
        document: parse(text),
        text,
        operationName: null,
        variables,
        rights: "",
        createContext: context,
      };
      const answers = await live.open(operation);
      if (!("each" in answers)) return [textOf(format({ errors: answers }))];
      const texts: string[] = [];
      await answers.each(({ json }) => void texts.push(textOf(JSON.parse(json) as FormattedExecutionResult)));
      return texts;
    };
    const changeCursors = [encodeChangeCursor(0)];
    const generator = generateOperations({ schema, pool, seed: 3, changeCursors, only: "subscription" });
    const shared: number[] = [];
    while (shared.length < SUBSCRIPTIONS) {
      const operation = generator.next().value;
      const expected: string[][] = [];
      for (const variables of operation.variables) expected.push(await referenceOf(operation, variables));
      for (const _time of [1, 2]) {
        for (const [which, variables] of operation.variables.entries()) {
          expect({ text: operation.text, variables, told: await open(operation, variables) }).toEqual({
            text: operation.text,
            variables,
            told: expected[which],
          });
        }
      }
      shared.push(new Set(expected.map((texts) => texts.join("\n"))).size);
    }
    expect(unexpected).toEqual([]);
    // Enough of them tell apart what one subscriber is told from what another one is.
    expect(shared.filter((count) => count > 1).length).toBeGreaterThan(10);
  }, 60_000);
});
