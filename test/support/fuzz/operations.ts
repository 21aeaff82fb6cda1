import { parse, validate, type GraphQLSchema } from "graphql";
import { createRandom, type Random } from "./random.js";
import { createSelections, OF_LISTS, WILD } from "./selections.js";
import type { Pool } from "./values.js";
import { createVariables, type Variables } from "./variables.js";

export type Kind = "query" | "mutation" | "subscription";

/** A valid operation, with values for its variables that fit more often than not. */
export interface GeneratedOperation {
  readonly kind: Kind;
  readonly text: string;
  readonly operationName?: string;
  /** One or two sets of values: what is cached for one must not be given for the other. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

export interface GeneratorOptions {
  readonly schema: GraphQLSchema;
  readonly pool: Pool;
  readonly seed: number;
  /** Cursors of the change log from which subscriptions may start. */
  readonly changeCursors: readonly string[];
  /** The only kind to generate. Default: mostly queries. */
  readonly only?: Kind;
}

const DEPTH = 5;
const MOST_TRIES = 1000;
const INTROSPECTIONS = [
  "__schema { queryType { name } types { name kind } }",
  '__type(name: "Callback") { name fields { name type { name kind ofType { name } } } }',
  '__type(name: "Nobody") { name }',
];
/** All of them match every callback: how many events come is known. */
const MATCHING_ALL = [
  "",
  " filter: null",
  " filter: {}",
  " filter: {window: null, statuses: null}",
  " filter: {isOpen: null}",
];
const KINDS = ["", " kinds: [CREATED, STATUS_CHANGED, UPDATED, GONE]", " kinds: null"];

/** Generates valid operations without end: of equal options the same ones. */
export function* generateOperations(options: GeneratorOptions): Generator<GeneratedOperation, never> {
  const random = createRandom(options.seed);
  for (;;) yield generateOne(random, options);
}

function generateOne(random: Random, options: GeneratorOptions): GeneratedOperation {
  const way = random.int(100);
  const kind = options.only ?? (way < 3 ? "mutation" : way < 13 ? "subscription" : "query");
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const variables = createVariables(random, options.pool);
    const made = GENERATORS[kind](random, variables, options);
    if (validate(options.schema, parse(made.text)).length > 0) continue;
    const isDeclared = variables.declarations() !== "";
    const values = isDeclared && random.chance(0.4) ? [variables.give(), variables.give()] : [variables.give()];
    return { kind, ...made, variables: values };
  }
  throw new Error(`no valid ${kind} in ${MOST_TRIES} tries`);
}

type Made = Pick<GeneratedOperation, "text" | "operationName">;

const GENERATORS: Readonly<Record<Kind, (random: Random, variables: Variables, options: GeneratorOptions) => Made>> = {
  query: generateQuery,
  mutation: generateMutation,
  subscription: generateSubscription,
};

function generateQuery(random: Random, variables: Variables, { schema }: GeneratorOptions): Made {
  const type = schema.getQueryType();
  if (!type) throw new Error("a schema without queries");
  const selections = createSelections(schema, variables, random, random.chance(0.5) ? OF_LISTS : WILD);
  const own = selections.of(type, 2 + random.int(DEPTH - 1));
  const selected = random.chance(0.04) ? `${own.slice(0, -1)}${random.pick(INTROSPECTIONS)} }` : own;
  const head = variables.declarations();
  const fragments = selections.fragments();
  if (random.chance(0.06)) {
    const text = ["query Other { __typename }", `query Meant${head} ${selected}`, ...fragments].join("\n");
    return { text, operationName: "Meant" };
  }
  const short = head === "" && random.chance(0.5);
  return { text: [`${short ? "" : `query${head} `}${selected}`, ...fragments].join(random.pick([" ", "\n"])) };
}

/** Of things that nobody has: what is refused changes nothing, however often it is sent. */
function generateMutation(random: Random, variables: Variables, { schema }: GeneratorOptions): Made {
  const type = schema.getMutationType();
  if (!type) throw new Error("a schema without mutations");
  const selections = createSelections(schema, variables, random);
  const name = random.pick([
    "cancelCallback",
    "cancelCallbacks",
    "reassignCallback",
    "reassignCallbacks",
    "rescheduleCallback",
    "recordAgentAction",
    "scheduleCallback",
  ]);
  const inputs: Readonly<Record<string, string>> = {
    cancelCallback: '{id: "bad"}',
    cancelCallbacks: '{ids: ["bad", "worse"], idempotencyKey: "fuzz"}',
    reassignCallback: '{id: "bad", agentId: "bad"}',
    reassignCallbacks: '{ids: ["bad"], agentId: "bad", idempotencyKey: "fuzz"}',
    rescheduleCallback: '{id: "bad", window: {start: "2026-06-02T10:00:00Z"}}',
    recordAgentAction: '{agentId: "bad", clientId: "x", actionType: "y"}',
    scheduleCallback: '{source: "nobody", phoneNumber: "+14155550100"}',
  };
  const payload = type.getFields()[name]?.type;
  const of = schema.getType(String(payload).replace("!", ""));
  const set = selections.of(of as Parameters<typeof selections.of>[0], 3);
  const text = `mutation${variables.declarations()} { ${name}(input: ${inputs[name]}) ${set} }`;
  return { text: [text, ...selections.fragments()].join(" ") };
}

function generateSubscription(random: Random, variables: Variables, options: GeneratorOptions): Made {
  const { schema, changeCursors } = options;
  const change = schema.getType("CallbackChange") as Parameters<ReturnType<typeof createSelections>["of"]>[0];
  const selections = createSelections(schema, variables, random);
  const own = selections.of(change, 1 + random.int(DEPTH - 1));
  const name = random.pick(["callbackStatusChanged", "callbackChanged"]);
  const kinds = name === "callbackChanged" ? random.pick(KINDS) : "";
  const after = `after: "${random.pick(changeCursors)}"`;
  const key = random.chance(0.2) ? "it: " : "";
  const field = `${key}${name}(${after}${random.pick(MATCHING_ALL)}${kinds}) ${own}`;
  const root = random.chance(0.15) ? `... on Subscription { ${field} }` : field;
  return { text: [`subscription${variables.declarations()} { ${root} }`, ...selections.fragments()].join("\n") };
}
