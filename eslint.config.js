// What the schema and the stored operations are held to, beside the tests: Relay's conventions, and names. Code is linted
// by oxlint.
import graphql from "@graphql-eslint/eslint-plugin";

const graphQLConfig = { schema: "schema/schema.graphql", documents: "schema/operations/*.graphql" };
const base = {
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig } },
  plugins: { "@graphql-eslint": graphql },
};

export default [
  {
    ...base,
    files: ["schema/schema.graphql"],
    rules: {
      ...graphql.configs["flat/schema-relay"].rules,
      // Lists that end one way are paged one way.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // Beside the edges stand the nodes themselves, and short lists need no pages. A change has no id: its cursor names it.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
      "@graphql-eslint/description-style": "error",
      "@graphql-eslint/naming-convention": [
        "error",
        {
          types: "PascalCase",
          FieldDefinition: "camelCase",
          InputValueDefinition: "camelCase",
          Argument: "camelCase",
          DirectiveDefinition: "camelCase",
          EnumValueDefinition: "UPPER_CASE",
          "FieldDefinition[parent.name.value=Query]": {
            forbiddenPrefixes: ["get", "list"],
            forbiddenSuffixes: ["Query"],
          },
          "FieldDefinition[parent.name.value=Subscription]": { requiredSuffixes: ["Changed"] },
        },
      ],
      "@graphql-eslint/no-hashtag-description": "error",
      "@graphql-eslint/no-typename-prefix": "error",
      "@graphql-eslint/no-unreachable-types": "error",
      "@graphql-eslint/require-description": [
        "error",
        { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true, rootField: true },
      ],
      "@graphql-eslint/unique-enum-value-names": "error",
    },
  },
  {
    ...base,
    files: ["schema/operations/*.graphql"],
    rules: graphql.configs["flat/operations-recommended"].rules,
  },
];
