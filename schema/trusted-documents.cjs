const { storedOperations } = require("./stored-operations.cjs");

/** Writes the manifest of trusted documents. */
module.exports = {
  plugin(_, documents) {
    const operations = storedOperations(documents);
    return `${JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations }, null, 2)}\n`;
  },
};
