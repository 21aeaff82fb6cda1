const { isAbstractType, isObjectType } = require("graphql");
const { storedOperations } = require("./stored-operations.cjs");

/** Writes what the caches of clients have to know of the schema, and the id of each stored operation. */
module.exports = {
  plugin(schema, documents) {
    const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
    const possible = types.filter(isAbstractType).map((type) => [
      type.name,
      schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .sort(),
    ]);
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const embedded = types.filter(
      (type) =>
        isObjectType(type) && !roots.includes(type) && !type.getInterfaces().some(({ name }) => name === "Node"),
    );
    const ids = storedOperations(documents).map(({ name, id }) => [name, id]);
    const table = (entries) => JSON.stringify(Object.fromEntries(entries.sort()), null, 2);
    return [
      "/** The types of each interface and union. */",
      `export const possibleTypes = ${table(possible)};`,
      "",
      "/** The types without a global id: their objects belong to the object that they were read through. */",
      `export const embeddedTypes = ${JSON.stringify(embedded.map(({ name }) => name).sort(), null, 2)} as const;`,
      "",
      "/** The id of each stored operation by its name: the SHA-256 of its text in the manifest of trusted documents. */",
      `export const documentIds = ${table(ids)} as const;`,
      "",
    ].join("\n");
  },
};
