import { getNullableType, GraphQLBoolean, GraphQLNonNull, isNonNullType, type GraphQLInputType } from "graphql";
import type { Random } from "./random.js";
import { constantOf, join, type Pool, type Value } from "./values.js";

/** The variables of one operation, as they come to be used. */
export interface Variables {
  /** A value for a place of this type: a constant, a variable, or a constant with variables in it. */
  valueFor(type: GraphQLInputType, name: string): Value;
  /** A condition of @skip or @include. */
  condition(): string;
  /** `($a: Int!, $b: String = "x")`, or nothing. */
  declarations(): string;
  /** Values for all of them, made anew with each call. */
  give(): Record<string, unknown>;
}

interface Declared {
  readonly declaration: string;
  /** Undefined: left out. */
  give(): unknown;
}

/** Values that fit no type of the schema. */
const MISFITS: readonly unknown[] = [{ no: "such" }, [[["deep"]]], 1e21, -0.5, true, "no such word"];

const CONDITION = new GraphQLNonNull(GraphQLBoolean);

export function createVariables(random: Random, pool: Pool): Variables {
  const declared: Declared[] = [];

  const declare = (type: GraphQLInputType, name: string): Value => {
    const nullable = getNullableType(type);
    const firm: GraphQLInputType = new GraphQLNonNull(nullable);
    const isRequired = isNonNullType(type);
    const variable = `$v${declared.length}`;
    const isStrict = random.chance(isRequired ? 0.6 : 0.15);
    const hasDefault = (isRequired && !isStrict) || random.chance(0.3);
    // A default that may be null would not be valid where null is not.
    const defaultOf = isRequired || isStrict ? firm : nullable;
    const byDefault = hasDefault ? ` = ${constantOf(defaultOf, name, random, pool).literal}` : "";
    declared.push({
      declaration: `${variable}: ${String(nullable)}${isStrict ? "!" : ""}${byDefault}`,
      give: () => {
        if (random.chance(0.005)) return random.pick(MISFITS);
        if ((hasDefault || !isStrict) && random.chance(0.25)) return undefined;
        if (!isStrict && random.chance(isRequired ? 0.02 : 0.2)) return null;
        return constantOf(isStrict ? firm : nullable, name, random, pool).json;
      },
    });
    return { literal: variable, json: undefined };
  };

  const valueFor = (type: GraphQLInputType, name: string, depth = 0): Value => {
    if (random.chance(depth === 0 ? 0.4 : 0.15)) return declare(type, name);
    if (!isNonNullType(type) && random.chance(0.06)) return { literal: "null", json: null };
    return join(type, name, random, (part, partName) => valueFor(part, partName, depth + 1), pool);
  };

  return {
    valueFor,
    condition: () => (random.chance(0.65) ? declare(CONDITION, "if").literal : String(random.chance(0.5))),
    declarations: () => (declared.length === 0 ? "" : `(${declared.map(({ declaration }) => declaration).join(", ")})`),
    give: () =>
      Object.fromEntries(
        declared.flatMap((variable, index) => {
          const value = variable.give();
          return value === undefined ? [] : [[`v${index}`, value]];
        }),
      ),
  };
}
