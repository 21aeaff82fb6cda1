const { createHash } = require("node:crypto");
const { print, visit } = require("graphql");

/** Returns every stored operation by name, with the fragments that it uses, and the SHA-256 of its text. */
exports.storedOperations = (documents) => {
  const definitions = documents.flatMap(({ document }) => document.definitions);
  const fragments = new Map();
  for (const definition of definitions) {
    if (definition.kind === "FragmentDefinition") fragments.set(definition.name.value, definition);
  }
  const usedBy = (definition, used = new Set()) => {
    visit(definition, {
      FragmentSpread({ name: { value } }) {
        if (used.has(value)) return;
        used.add(value);
        usedBy(fragments.get(value), used);
      },
    });
    return used;
  };
  return definitions
    .filter(({ kind }) => kind === "OperationDefinition")
    .map((operation) => {
      const parts = [operation, ...[...usedBy(operation)].sort().map((name) => fragments.get(name))];
      const body = parts.map(print).join("\n\n");
      const id = createHash("sha256").update(body).digest("hex");
      return { id, name: operation.name.value, type: operation.operation, body };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};
