import { getOperationAST, type DocumentNode } from "graphql";
import { badUserInput } from "../../domain/errors.js";
import type { Variables } from "./cost.js";
import { exceeded } from "./limits.js";
import type { OperationSettings } from "./operation-settings.js";

export type VariableLimits = Pick<OperationSettings, "maxVariableValues" | "maxVariableCharacters">;

/**
 * The characters of the texts and names in variables, as they were sent. Throws QUERY_TOO_COMPLEX with the limit's name where
 * they hold too much, and BAD_USER_INPUT for a number that JSON can say but no type can hold, such as 1e400.
 */
export function countCharacters(
  variables: unknown,
  { maxVariableValues, maxVariableCharacters }: VariableLimits,
): number {
  const waiting: unknown[] = [variables];
  let characters = 0;
  const note = (text: string): void => {
    characters += text.length;
    if (characters > maxVariableCharacters) throw exceeded("variableCharacters", maxVariableCharacters);
  };
  for (let count = 0; waiting.length > 0; count += 1) {
    if (count + waiting.length > maxVariableValues + 1) throw exceeded("variables", maxVariableValues);
    const value = waiting.pop();
    if (typeof value === "string") note(value);
    // No type takes it, and as JSON it would be equal to null.
    if (typeof value === "number" && !Number.isFinite(value)) throw badUserInput("variables: a number is out of range");
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    // Spread into a call, very many would not fit on the stack.
    if (count + inner.length > maxVariableValues) throw exceeded("variables", maxVariableValues);
    if (!Array.isArray(value)) for (const name of Object.keys(value)) note(name);
    waiting.push(...inner);
  }
  return characters;
}

/**
 * The variables that an operation declares, in the order of their declarations. A subscription holds its variables as
 * long as it lives, and equal operations share a response, so all other variables are dropped.
 */
export function declaredOnly(
  document: DocumentNode,
  operationName: string | null,
  variables: Variables | null,
): Variables | null {
  const declared = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  if (variables === null || declared.length === 0) return null;
  const names = declared.map(({ variable }) => variable.name.value);
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(variables, name) ? [[name, variables[name]]] : [])));
}
