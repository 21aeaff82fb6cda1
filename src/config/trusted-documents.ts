import { readFileSync } from "node:fs";
import { parse } from "graphql";
import { z } from "zod";

const id = z.string().min(1);
/** The manifest that Apollo's clients know, and that `npm run codegen` writes. */
const apolloManifest = z
  .object({
    format: z.literal("apollo-persisted-query-manifest"),
    version: z.literal(1),
    operations: z.array(z.object({ id, body: z.string().min(1) })),
  })
  .transform(({ operations }) => operations.map((operation) => [operation.id, operation.body] as const));
/** Ids and texts, as Relay's compiler and the client preset of GraphQL Code Generator write them. */
const plainManifest = z.record(id, z.string().min(1)).transform((documents) => Object.entries(documents));

/** The documents of a manifest, by their ids. Throws where the file cannot be read, or a text in it is no document. */
export function readTrustedDocuments(file: string): ReadonlyMap<string, string> {
  const content: unknown = JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/u, ""));
  const isApollo = typeof content === "object" && content !== null && "format" in content;
  const documents = isApollo ? apolloManifest.parse(content) : plainManifest.parse(content);
  for (const [name, body] of documents) {
    try {
      parse(body);
    } catch (error) {
      throw new Error(`${name} is not a GraphQL document: ${error instanceof Error ? error.message : ""}`, {
        cause: error,
      });
    }
  }
  return new Map(documents);
}
