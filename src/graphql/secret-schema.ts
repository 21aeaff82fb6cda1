/** Names and references of types, as the GraphQL library writes them. */
const TYPE = String.raw`"[^"]*"`;

/**
 * Messages of graphql 16 that name or suggest types and fields, and their replacements. `secret-schema.test.ts`
 * provokes each of them.
 */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/ ?Did you mean [^?]*\?/gu, ""],
  [
    new RegExp(` of type ${TYPE} used in position expecting type ${TYPE}`, "gu"),
    " is used in a position of another type",
  ],
  [new RegExp(` as objects of type ${TYPE} can never be of type ${TYPE}`, "gu"), ""],
  [new RegExp(`conflicting types ${TYPE} and ${TYPE}`, "gu"), "conflicting types"],
  [new RegExp(` since type ${TYPE} has no subfields`, "gu"), ""],
  [new RegExp(`Expected value of type ${TYPE}, found`, "gu"), "Invalid value:"],
  [new RegExp(`Expected value of type ${TYPE}`, "gu"), "Invalid value"],
  [new RegExp(`Expected non-nullable type ${TYPE} not to be null`, "gu"), "Expected a value, found null"],
  [new RegExp(`Expected type ${TYPE} to be an object`, "gu"), "Expected an object"],
  [new RegExp(`Expected type ${TYPE}\\.?`, "gu"), "Invalid value."],
  [new RegExp(` is not defined by type ${TYPE}`, "gu"), " is not defined"],
  [new RegExp(` does not exist in ${TYPE} enum`, "gu"), " does not exist"],
  [new RegExp(`Enum ${TYPE} cannot represent`, "gu"), "An enum cannot represent"],
  [new RegExp(` (?:of|on|for) (?:required |non-null |OneOf )?type ${TYPE}`, "gu"), ""],
  [new RegExp(` is of type ${TYPE} but must be`, "gu"), " must be"],
  [new RegExp(`OneOf Input Object ${TYPE}`, "gu"), "this input"],
  // A field or an argument is named together with its type.
  [/(on field|Field) "\w+\.(\w+)"/gu, '$1 "$2"'],
  // A scalar reports the value that it cannot represent, and its own name, which belongs to the schema.
  [/(^|[;:] )[A-Z]\w* (cannot represent|must be)/gu, "$1value $2"],
];

/** Returns the message of an error without the types, and the names, of a schema that clients may not read. */
export function withoutSchema(message: string): string {
  return REPLACEMENTS.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), message);
}
