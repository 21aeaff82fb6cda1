import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  validateSchema,
} from "graphql";
import { describe, expect, it } from "vitest";
import { ACME, UMBRELLA } from "../../test/support/acme.js";
import { aSchema } from "../../test/support/serve-stub.js";
import { printGatewaySchema } from "./print.js";
import { createSchema } from "./schema.js";

const schema = aSchema();
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

function undescribed(): string[] {
  const names: string[] = [];
  const note = (name: string, description: string | null | undefined): void => {
    if ((description ?? "").trim() === "") names.push(name);
  };
  for (const type of types) {
    note(type.name, type.description);
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field.description);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field.description);
      for (const arg of field.args) note(`${type.name}.${field.name}(${arg.name})`, arg.description);
    }
  }
  return names;
}

describe("the schema", () => {
  it("is valid, and describes every type, field, argument, value and input", () => {
    expect(validateSchema(schema)).toEqual([]);
    expect(types.length).toBeGreaterThan(40);
    expect(undescribed()).toEqual([]);
  });

  it("names its scalars as the contract does", () => {
    const scalars = types.filter((type) => "serialize" in type && !isEnumType(type)).map(({ name }) => name);
    expect(scalars.sort()).toEqual([
      "DateTime",
      "Duration",
      "EmailAddress",
      "JSONObject",
      "LocalDate",
      "LocalTime",
      "NonNegativeInt",
      "PhoneNumber",
      "TimeZone",
      "URL",
    ]);
  });

  it("has the vendors that it is given: their names, and a type for each of their documents", () => {
    const vendor = schema.getType("Vendor");
    expect(isEnumType(vendor) && vendor.getValues().map(({ name }) => name)).toEqual(["ACME", "UMBRELLA"]);
    const record = schema.getType("VendorRecord");
    expect(isUnionType(record) && record.getTypes().map(({ name }) => name)).toEqual([
      "AcmeCallback",
      "UmbrellaCallback",
    ]);
    const acme = schema.getType("AcmeCallback");
    const fields = isObjectType(acme) ? Object.values(acme.getFields()) : [];
    expect(Object.fromEntries(fields.map(({ name, type }) => [name, String(type)]))).toEqual({
      id: "ID",
      customerName: "String",
      attempts: "Int",
      isUrgent: "Boolean",
      createdAt: "DateTime",
      callDate: "LocalDate",
      callTime: "LocalTime",
      wait: "Duration",
      link: "URL",
      state: "AcmeState",
      tags: "[JSONObject!]",
      extra: "JSONObject",
      additionalFields: "JSONObject!",
    });
  });

  it("has resolvers only for fields that load, parse or change by themselves", () => {
    const resolved = types.flatMap((type) =>
      isObjectType(type) && type.name !== "Query" && type.name !== "Subscription"
        ? Object.values(type.getFields()).flatMap(({ name, resolve }) => (resolve ? [`${type.name}.${name}`] : []))
        : [],
    );
    expect(resolved.sort()).toEqual([
      "Agent.actions",
      "Agent.callbacks",
      "Callback.agentActions",
      "Callback.duplicates",
      "Callback.history",
      "Callback.vendorRecord",
      "CallbackSource.health",
      "CallbackSource.sync",
      "CallbackStatisticsGroup.dueWithin",
      "CallbackStatisticsGroup.promiseBrokenToday",
      "CallbackStatisticsGroup.promiseKeptToday",
      "Customer.callbacks",
      "Customer.openCallbackCount",
      "Mutation.admitErasedCallbacks",
      "Mutation.cancelCallback",
      "Mutation.cancelCallbacks",
      "Mutation.eraseCallbacks",
      "Mutation.reassignCallback",
      "Mutation.reassignCallbacks",
      "Mutation.recordAgentAction",
      "Mutation.rescheduleCallback",
      "Mutation.scheduleCallback",
      "Queue.callbacks",
    ]);
  });

  it("is created once per process for the same vendors, and rejects others", () => {
    expect(createSchema({ vendors: [ACME, UMBRELLA] })).toBe(schema);
    expect(() => createSchema({ vendors: [ACME] })).toThrow("a process has one schema");
    expect(() => createSchema({ vendors: [UMBRELLA, ACME] })).toThrow("a process has one schema");
  });

  it("is printed in the order of the code, each type once", () => {
    const printed = printGatewaySchema(schema);
    expect(printed).toMatch(/\n$/u);
    for (const { name } of types) {
      expect(printed.match(new RegExp(`^(?:type|enum|input|interface|union|scalar) ${name}\\b`, "gmu"))).toHaveLength(
        1,
      );
    }
    expect(String(getNamedType(schema.getQueryType()))).toBe("Query");
  });
});
