import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type GraphQLUnionType,
} from "graphql";
import type { Random } from "./random.js";
import type { Variables } from "./variables.js";

/** Response keys that code may take for its own. */
const AWKWARD_KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "rows",
  "shown",
  "row",
  "data",
  "errors",
  "id",
];
/** How many selections one set has at most. */
const WIDTH = 4;

/** The selections of one operation, and the fragments that they use. */
export interface Selections {
  /** `{ … }`, of fields of this type. */
  of(type: GraphQLCompositeType, depth: number): string;
  /** The definitions of all fragments that are used. */
  fragments(): readonly string[];
}

const unions = new WeakMap<GraphQLSchema, ReadonlyMap<string, readonly GraphQLUnionType[]>>();

/** The unions that a type is a member of, by its name. */
function unionsIn(schema: GraphQLSchema): ReadonlyMap<string, readonly GraphQLUnionType[]> {
  const known = unions.get(schema);
  if (known !== undefined) return known;
  const found = new Map<string, GraphQLUnionType[]>();
  for (const union of Object.values(schema.getTypeMap()).filter(isUnionType)) {
    for (const { name } of union.getTypes()) found.set(name, [...(found.get(name) ?? []), union]);
  }
  unions.set(schema, found);
  return found;
}

/** What an operation is made of mostly. */
export interface Style {
  /** How often a field or a fragment has a condition. */
  readonly conditions: number;
  /** How often a field is selected twice. */
  readonly repeats: number;
  /** True for lists of callbacks of which rows alone are selected: the gateway treats those in a way of its own. */
  readonly isOfLists: boolean;
}

export const WILD: Style = { conditions: 0.16, repeats: 0.06, isOfLists: false };
export const OF_LISTS: Style = { conditions: 0.02, repeats: 0.015, isOfLists: true };

/** Above rows: no fragment may stand there, or the list is an ordinary one. */
const ABOVE_ROWS: ReadonlySet<string> = new Set(["Query", "CallbackConnection", "CallbackEdge"]);
/** The fields that lead to rows, and how often they are taken. */
const TO_ROWS: Readonly<Record<string, readonly [probability: number, ...fields: string[]]>> = {
  Query: [0.85, "callbacks"],
  CallbackConnection: [0.6, "nodes", "nodes", "edges"],
  CallbackEdge: [0.7, "node"],
  Customer: [0.08, "callbacks"],
  Agent: [0.15, "callbacks"],
};
/** Pages are read from one end: the other's arguments are left out, but for a few. */
const EXCLUDED: readonly (readonly string[])[] = [
  ...Array.from({ length: 6 }, () => ["last", "before"]),
  ...Array.from({ length: 3 }, () => ["first", "after", "before"]),
  [],
];

/** What rows do not hold. */
const BEYOND_ROWS: ReadonlySet<string> = new Set([
  "vendorRecord",
  "history",
  "agentActions",
  "health",
  "sync",
  "callbacks",
]);

export function createSelections(
  schema: GraphQLSchema,
  variables: Variables,
  random: Random,
  style: Style = WILD,
): Selections {
  const definitions: { readonly name: string; readonly on: string; readonly text: string }[] = [];
  let keys = 0;

  const conditions = (): string => {
    if (!random.chance(style.conditions)) return "";
    const one = (): string => ` @${random.pick(["skip", "include"])}(if: ${variables.condition()})`;
    const [first, second] = [one(), random.chance(0.15) ? one() : ""];
    // No directive may stand twice in one place.
    return first.slice(0, 4) === second.slice(0, 4) ? first : first + second;
  };

  const argumentsOf = (field: GraphQLField<unknown, unknown>): string => {
    const excluded = random.pick(EXCLUDED);
    const given = field.args.flatMap(({ name, type, defaultValue }) => {
      const isNeeded = isNonNullType(type) && defaultValue === undefined;
      return isNeeded || (!excluded.includes(name) && random.chance(0.3))
        ? [`${name}: ${variables.valueFor(type, name === "id" ? field.name : name).literal}`]
        : [];
    });
    return given.length === 0 ? "" : `(${given.join(", ")})`;
  };

  const keyOf = (hasArguments: boolean): string => {
    if (!hasArguments && !random.chance(0.25)) return "";
    if (hasArguments && random.chance(0.04)) return "";
    return `${random.chance(0.03) ? random.pick(AWKWARD_KEYS) : `k${keys++}`}: `;
  };

  const isOfStyle = (name: string): boolean => !style.isOfLists || !BEYOND_ROWS.has(name) || random.chance(0.04);

  const field = (type: GraphQLCompositeType, depth: number): string => {
    const all = isUnionType(type) ? [] : Object.values(type.getFields()).filter((one) => isOfStyle(one.name));
    const fitting = all.filter((one) => depth > 0 || isLeafType(getNamedType(one.type)));
    if (fitting.length === 0) return `${keyOf(false)}__typename`;
    // Leaves are by far the most fields, and what is nested is by far the more interesting.
    const nested = fitting.filter((one) => isCompositeType(getNamedType(one.type)));
    const [probability = 0, ...leading] = style.isOfLists ? (TO_ROWS[type.name] ?? []) : [];
    const way = depth > 0 && random.chance(probability) ? random.pick(leading) : null;
    const chosen =
      (isUnionType(type) || way === null ? undefined : type.getFields()[way]) ??
      random.pick(nested.length > 0 && random.chance(0.45) ? nested : fitting);
    const given = argumentsOf(chosen);
    const head = `${keyOf(given !== "")}${chosen.name}${given}${conditions()}`;
    const of = getNamedType(chosen.type);
    if (!isCompositeType(of)) return head;
    const twice = random.chance(style.repeats) ? ` ${head} ${selectionSet(of, depth - 1)}` : "";
    return `${head} ${selectionSet(of, depth - 1)}${twice}`;
  };

  const unionsOf = unionsIn(schema);

  /** The types that a fragment within this one may be on. */
  const conditionsOn = (type: GraphQLCompositeType): readonly GraphQLCompositeType[] => {
    if (isAbstractType(type)) return [type, ...schema.getPossibleTypes(type)];
    return isObjectType(type) ? [type, type, ...type.getInterfaces(), ...(unionsOf.get(type.name) ?? [])] : [type];
  };

  const spread = (type: GraphQLCompositeType, depth: number): string => {
    const on = random.pick(conditionsOn(type));
    const known = definitions.filter((one) => one.on === on.name);
    if (known.length > 0 && random.chance(0.5)) return `...${random.pick(known).name}${conditions()}`;
    const text = selectionSet(on, depth);
    const name = random.chance(0.02) ? `constructor${definitions.length}` : `F${definitions.length}`;
    definitions.push({ name, on: on.name, text });
    return `...${name}${conditions()}`;
  };

  const inline = (type: GraphQLCompositeType, depth: number): string => {
    const on = random.chance(0.2) ? "" : ` on ${random.pick(conditionsOn(type)).name}`;
    const within = on === "" ? type : (schema.getType(on.slice(4)) as GraphQLCompositeType);
    return `...${on}${conditions()} ${selectionSet(within, depth)}`;
  };

  const selection = (type: GraphQLCompositeType, depth: number, before: readonly string[]): string => {
    const way = random.int(100);
    if (way < 8) return `${keyOf(false)}__typename${conditions()}`;
    const isBare = style.isOfLists && ABOVE_ROWS.has(type.name) && !random.chance(0.05);
    if (way < 22 && depth > 0 && !isBare) return inline(type, depth - 1);
    if (way < 36 && depth > 0 && !isBare) return spread(type, depth - 1);
    if (way < 42 && before.length > 0 && !isBare) return random.pick(before);
    return field(type, depth);
  };

  const selectionSet = (type: GraphQLCompositeType, depth: number): string => {
    const made: string[] = [];
    const size = 1 + random.int(WIDTH);
    // What any of several types may be is only told apart by fragments.
    if (isAbstractType(type) && depth > 0) made.push(inline(type, depth - 1));
    while (made.length < size) made.push(selection(type, depth, made));
    return `{ ${made.join(" ")} }`;
  };

  return {
    of: selectionSet,
    fragments: () => definitions.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`),
  };
}
