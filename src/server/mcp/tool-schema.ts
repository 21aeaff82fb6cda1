import {
  getNamedType,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLInt,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  TypeInfo,
  typeFromAST,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type GraphQLInputType,
  type GraphQLSchema,
} from "graphql";
import type { JsonObject, JsonValue } from "../../lib/json.js";

/** The JSON Schema of the arguments of a tool. */
export interface ArgumentsSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/**
 * Derives the arguments of a tool from the variables of its operation: types, values and defaults, and the description of
 * the argument or input field that the variable is passed to.
 */
export function argumentsOf(
  schema: GraphQLSchema,
  text: string,
  descriptions: Readonly<Record<string, string>> = {},
): ArgumentsSchema {
  const document = parse(text);
  const described = { ...describeVariables(schema, text), ...descriptions };
  const properties: Record<string, JsonObject> = {};
  const required: string[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type, defaultValue } of definition.variableDefinitions ?? []) {
      const name = variable.name.value;
      const inputType = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
      if (inputType === undefined)
        throw new Error(`the variable ${name} of a tool has a type that is not in the schema`);
      const description = described[name];
      properties[name] = {
        ...jsonSchemaOf(inputType),
        ...(description !== undefined && { description }),
        ...(defaultValue !== undefined && { default: valueFromASTUntyped(defaultValue) as JsonValue }),
      };
      if (isNonNullType(inputType) && defaultValue === undefined) required.push(name);
    }
  }
  return { type: "object", properties, required, additionalProperties: false };
}

/** The descriptions of the arguments and input fields that take the variables of an operation. */
function describeVariables(schema: GraphQLSchema, text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const types = new TypeInfo(schema);
  visit(
    parse(text),
    visitWithTypeInfo(types, {
      Argument(node) {
        const description = types.getArgument()?.description;
        if (node.value.kind === Kind.VARIABLE && description) found[node.value.name.value] = description;
      },
      ObjectField(node) {
        const parent = getNamedType(types.getParentInputType());
        if (node.value.kind !== Kind.VARIABLE || !isInputObjectType(parent)) return;
        const description = parent.getFields()[node.name.value]?.description;
        if (description) found[node.value.name.value] = description;
      },
    }),
  );
  return found;
}

function jsonSchemaOf(type: GraphQLInputType): JsonObject {
  if (isNonNullType(type)) return jsonSchemaOf(type.ofType);
  if (isListType(type)) return { type: "array", items: jsonSchemaOf(type.ofType) };
  if (isEnumType(type)) return { type: "string", enum: type.getValues().map(({ name }) => name) };
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    return {
      type: "object",
      properties: Object.fromEntries(
        fields.map((field) => [
          field.name,
          { ...jsonSchemaOf(field.type), ...(field.description ? { description: field.description } : {}) },
        ]),
      ),
      ...(required.length > 0 && { required: required.map(({ name }) => name) }),
      additionalProperties: false,
    };
  }
  if (type === GraphQLInt) return { type: "integer" };
  if (type === GraphQLFloat) return { type: "number" };
  if (type === GraphQLBoolean) return { type: "boolean" };
  return { type: "string", ...formatOf(type.name) };
}

/** Formats of scalars that models write right more often when they read them. */
function formatOf(scalar: string): JsonObject {
  if (scalar === "DateTime") return { format: "date-time" };
  return scalar === "LocalDate" ? { format: "date" } : {};
}
