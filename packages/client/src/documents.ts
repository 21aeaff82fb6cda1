import { Kind, print, type ASTNode, type DocumentNode } from "graphql";
import { documentIds } from "./tables.js";

/** Returns the text of a document as the manifest of trusted documents has it: the operation, then its fragments by name. */
export function textOf(document: ASTNode): string {
  if (document.kind !== Kind.DOCUMENT) return print(document);
  return document.definitions
    .map((definition) => ({
      name: definition.kind === Kind.FRAGMENT_DEFINITION ? definition.name.value : "",
      text: print(definition),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ text }) => text)
    .join("\n\n");
}

/** Returns the name of the document's operation. Throws if it has none. */
export function operationNameOf(document: DocumentNode): string {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && definition.name) return definition.name.value;
  }
  throw new Error("the document has no named operation: name its query, mutation or subscription");
}

/** Returns the id of a stored operation in the manifest of trusted documents. Throws for any other document. */
export function documentIdOf(document: DocumentNode): string {
  const name = operationNameOf(document);
  const id = (documentIds as Readonly<Record<string, string>>)[name];
  if (id === undefined) throw new Error(`${name} is not a stored operation of this package: send its text instead`);
  return id;
}
