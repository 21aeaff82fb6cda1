import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

/** The manifest that Apollo's clients know, and that `npm run codegen` writes. */
const manifestSchema = z.object({
  format: z.literal("apollo-persisted-query-manifest"),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

/** The documents of a manifest, by their ids and by their SHA-256. Throws where there is none, or it is none. */
export function readTrustedDocuments(file: string): ReadonlyMap<string, string> {
  const { operations } = manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return new Map(
    operations.flatMap(({ id, body }): [string, string][] => [
      [id, body],
      [createHash("sha256").update(body).digest("hex"), body],
    ]),
  );
}
