import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from "graphql";
import type { Random } from "./random.js";

/** A value as it stands in a document, and as it is sent in variables. */
export interface Value {
  readonly literal: string;
  readonly json: unknown;
}

/** What exists in the data, so that operations find something. */
export interface Pool {
  /** Global ids of every type. */
  readonly ids: readonly string[];
  readonly callbackIds: readonly string[];
  readonly agentIds: readonly string[];
  readonly queueIds: readonly string[];
  readonly sources: readonly string[];
  readonly cursors: readonly string[];
  readonly phoneNumbers: readonly string[];
  /** Vendors' own ids: of contacts, queues, campaigns. */
  readonly vendorIds: readonly string[];
}

/** Texts that are easily broken by escaping, splitting, or joining. */
export const AWKWARD: readonly string[] = [
  "",
  " ",
  '"',
  "\\",
  '\\"""',
  "\n",
  "\r\n\t\u0000\u001f",
  "\u2028\u2029",
  "$& $1 $` ${x}",
  "客戶 😀 e\u0301",
  "\ud800",
  "\udc00\ud800",
  "__proto__",
  "null",
  '{"a":[1]}',
];
const INSTANTS = [
  "2026-06-01T12:00:00Z",
  "2026-06-01T10:00:00.000Z",
  "2026-06-02T00:00:00+02:00",
  "2026-01-01T00:00:00Z",
];

/** Texts of a scalar, those that it takes, and those that it does not take, or that name nothing. */
function textsOf(type: string, name: string, pool: Pool): readonly [good: readonly string[], bad: readonly string[]] {
  switch (type) {
    case "ID": {
      return [idsFor(name, pool) ?? pool.ids, ["bad", ...pool.ids, ...AWKWARD]];
    }
    case "DateTime":
      return [INSTANTS, ["tomorrow", "2026-13-01T00:00:00Z", ""]];
    case "Duration":
      return [
        ["PT10S", "PT1H30M", "PT24H", "PT0.5S"],
        ["-PT1S", "PT", "10"],
      ];
    case "PhoneNumber":
      return [
        [...pool.phoneNumbers, "+1 (415) 555-0101"],
        ["no number", "1"],
      ];
    case "TimeZone":
      return [
        ["UTC", "Europe/Berlin", "America/Havana"],
        ["Mars/Olympus", "+02:00"],
      ];
    default:
      if (["after", "before"].includes(name)) return [pool.cursors, ["bad", ...AWKWARD]];
      if (name === "search")
        return [
          ["amara", "555", "okafor"],
          ["a", ...AWKWARD],
        ];
      if (["sources", "name"].includes(name)) return [pool.sources, AWKWARD];
      return [pool.vendorIds, AWKWARD];
  }
}

/** By the name of the argument, or of the field that has the argument `id`. */
function idsFor(name: string, pool: Pool): readonly string[] | undefined {
  const kind = name === "ids" ? "callback" : name.replace(/Ids?$/u, "");
  const byKind: Readonly<Record<string, readonly string[]>> = {
    agent: pool.agentIds,
    callback: pool.callbackIds,
    queue: pool.queueIds,
  };
  return byKind[kind];
}

/** The scalars whose texts validation checks in a document. */
const CHECKED: ReadonlySet<string> = new Set(["DateTime", "Duration", "PhoneNumber", "TimeZone"]);
const BAD = 0.04;

/** A text in a document. A document holds no half of a surrogate pair. */
function literalOfText(text: string, random: Random): string {
  const whole = text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
  const isPlain = !/["\\\p{Cc}]/u.test(whole);
  return isPlain && random.chance(0.1) ? `"""${whole}"""` : JSON.stringify(whole);
}

/** A value of a type without variables in it. What the type does not allow to be null is not. */
export function constantOf(type: GraphQLInputType, name: string, random: Random, pool: Pool): Value {
  if (!isNonNullType(type) && random.chance(0.08)) return { literal: "null", json: null };
  return join(type, name, random, (part, partName) => constantOf(part, partName, random, pool), pool);
}

/** A value of a type, whose parts are made by `make`. */
export function join(
  type: GraphQLInputType,
  name: string,
  random: Random,
  make: (type: GraphQLInputType, name: string) => Value,
  pool: Pool,
): Value {
  const of = getNullableType(type);
  if (isListType(of)) {
    const item = of.ofType as GraphQLInputType;
    if (random.chance(0.1)) {
      const only = make(item, name);
      if (only.json !== null && only.json !== undefined) return only;
    }
    const items = Array.from({ length: random.int(4) }, () => make(item, name));
    // None, or the same twice, is refused of these.
    if (name === "groupBy" && !random.chance(BAD)) items.splice(0, items.length, make(item, name));
    return { literal: `[${items.map(({ literal }) => literal).join(", ")}]`, json: items.map(({ json }) => json) };
  }
  if (isInputObjectType(of)) {
    const wanted = Object.values(of.getFields()).filter(
      (field) => random.chance(0.25) || (isNonNullType(field.type) && field.defaultValue === undefined),
    );
    const isRange = "from" in of.getFields() && "until" in of.getFields();
    if (isRange && !random.chance(BAD)) return rangeOf(random, name === "range");
    const made = wanted.map((field) => [field.name, make(field.type, field.name)] as const);
    return {
      literal: `{${made.map(([key, { literal }]) => `${key}: ${literal}`).join(", ")}}`,
      json: Object.fromEntries(made.map(([key, { json }]) => [key, json])),
    };
  }
  if (isEnumType(of)) {
    const word = random.pick(of.getValues()).name;
    return { literal: word, json: word };
  }
  return scalarOf(String(of), name, random, pool);
}

/** A range of times whose end is not before its start. Both are given where they are needed. */
function rangeOf(random: Random, isWhole: boolean): Value {
  const sorted = INSTANTS.toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const [first, last] = [random.int(sorted.length - 1), random.int(sorted.length)];
  const bounds = {
    ...((isWhole || random.chance(0.7)) && { from: sorted[first] }),
    ...((isWhole || random.chance(0.7)) && { until: sorted[Math.max(first + 1, last)] }),
  };
  const literal = Object.entries(bounds).map(([key, text]) => `${key}: ${JSON.stringify(text)}`);
  return { literal: `{${literal.join(", ")}}`, json: bounds };
}

function scalarOf(type: string, name: string, random: Random, pool: Pool): Value {
  if (type === "Boolean") {
    const is = random.chance(0.5);
    return { literal: String(is), json: is };
  }
  if (type === "Int") {
    const number = random.chance(BAD) ? random.pick([0, -1, 101]) : random.pick([1, 2, 3, 5, 20, 100]);
    return { literal: String(number), json: number };
  }
  if (type === "ID" && random.chance(0.02)) return { literal: "7", json: 7 };
  const [good, bad] = textsOf(type, name, pool);
  const text = random.pick(random.chance(BAD) ? bad : good);
  const literal = CHECKED.has(type) && !good.includes(text) ? random.pick(good) : text;
  return { literal: literalOfText(literal, random), json: text };
}
