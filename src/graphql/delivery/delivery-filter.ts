// First of all imports: the decorators of the others need it.
import "reflect-metadata";
import { coerceInputValue, isInputType, type GraphQLSchema } from "graphql";
import { ANYBODY } from "../../domain/caller.js";
import { badUserInput, GatewayError } from "../../domain/errors.js";
import type { CallbackFilter } from "../../domain/query.js";
import type { CallbackFilterInput } from "../callback/callback-filter.input.js";
import { toFilter, type FilterContext } from "../callback/filter.js";

/**
 * Reads the filter of a delivery's settings as the API reads a `CallbackFilter`. Throws BAD_USER_INPUT that names the path of
 * each error below `path`.
 */
export function readDeliveryFilter(
  schema: GraphQLSchema,
  input: unknown,
  path: string,
  sources: ReturnType<FilterContext["sources"]>,
): CallbackFilter {
  const type = schema.getType("CallbackFilter");
  if (!isInputType(type)) throw new Error("the schema has no CallbackFilter");
  const mistakes: string[] = [];
  const coerced = coerceInputValue(input, type, (place, _, { message }) => {
    mistakes.push(`${[path, "filter", ...place].join(".")}: ${message}`);
  }) as CallbackFilterInput;
  if (mistakes.length > 0) throw badUserInput(mistakes.join("\n"));
  try {
    return toFilter(coerced, { caller: ANYBODY, sources: () => sources });
  } catch (error) {
    // Its message begins with the path in the filter.
    throw error instanceof GatewayError ? badUserInput(`${path}.${error.message}`) : error;
  }
}
