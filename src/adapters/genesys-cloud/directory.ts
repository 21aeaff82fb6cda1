import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import type { DirectoryPart } from "../adapter.js";
import { readDirectory, type NameFields } from "../wire/directory.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { GenesysCloudClient } from "./client.js";

/** The most that a page of either list holds. */
const PAGE_SIZE = 500;

const envelope = z.object({
  entities: z.array(z.custom<JsonValue>(), { error: "expected a list" }),
  pageCount: z.number().int().nonnegative().nullish().catch(null),
});

/** The queues and users of an organization, page by page, 1 being the first page. */
export function createGenesysCloudDirectory(client: GenesysCloudClient, source: string): readonly DirectoryPart[] {
  const part = (name: string, permission: string, path: string, kind: NameFields["kind"]): DirectoryPart => ({
    name,
    permission,
    read: (options) =>
      readDirectory(
        1,
        async (page) => {
          const body = await client.directory(path, { pageSize: PAGE_SIZE, pageNumber: page }, options);
          const { entities, pageCount } = parseEnvelope(envelope, body, source);
          const isLast = entities.length === 0 || page >= (pageCount ?? 0);
          return { rows: entities, next: isLast ? null : page + 1 };
        },
        { kind, id: "id", name: ["name"] },
      ),
  });
  return [
    part("queues", "the permission routing:queue:view", "/api/v2/routing/queues", "QUEUE"),
    part("users", "the permission directory:user:view", "/api/v2/users", "AGENT"),
  ];
}
