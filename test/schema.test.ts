import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isInterfaceType,
  isScalarType,
  isSpecifiedScalarType,
  type GraphQLSchema,
} from "graphql";
import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../src/adapters/registry.js";
import { printGatewaySchema } from "../src/graphql/print.js";
import { createSchema } from "../src/graphql/schema.js";

const FILE = fileURLToPath(new URL("../schema/schema.graphql", import.meta.url));
const schema = createSchema({ vendors: ADAPTERS });

/** Everything that a person may wonder about, with what is said of it. */
function* described(whole: GraphQLSchema): Generator<[string, string | null | undefined]> {
  for (const type of Object.values(whole.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (!["String", "Int", "Float", "Boolean", "ID"].includes(type.name)) yield [type.name, type.description];
    if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      if ("args" in field)
        for (const arg of field.args) yield [`${type.name}.${field.name}(${arg.name})`, arg.description];
    }
  }
}

describe("the schema", () => {
  it("is printed as the code has it: otherwise run `npm run schema && npm run codegen`", () => {
    expect(readFileSync(FILE, "utf8")).toBe(printGatewaySchema(schema));
  });

  it("is valid, and describes every type, field, argument and value", () => {
    const bare = [...described(buildSchema(readFileSync(FILE, "utf8")))].filter(([, text]) => !text?.trim());
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it("names the page that specifies each scalar's format", () => {
    const scalars = Object.values(schema.getTypeMap())
      .filter(isScalarType)
      .filter((type) => !isSpecifiedScalarType(type));
    expect(scalars.length).toBeGreaterThan(5);
    const unspecified = scalars.filter(({ specifiedByURL }) => specifiedByURL?.startsWith("https://") !== true);
    expect(unspecified.map(({ name }) => name)).toEqual([]);
  });

  it("says what each value of an enum means, and points to no number in a document", () => {
    const values = Object.values(schema.getTypeMap())
      .filter(isEnumType)
      .flatMap((type) => type.getValues().map(({ name, description }) => [`${type.name}.${name}`, description ?? ""]));
    expect(values.length).toBeGreaterThan(100);
    const pointing = values.filter(([, text]) => /^\d+\b|\bdocument(?:s|ation|ed)?\b/iu.test(text ?? ""));
    expect(pointing).toEqual([]);
  });

  it("has a record type for every vendor, with undocumented fields", () => {
    for (const { record } of ADAPTERS) {
      const type = schema.getType(record.typeName);
      expect(isObjectType(type) && type.getFields()["additionalFields"]?.type.toString()).toBe("JSONObject!");
    }
  });
});
