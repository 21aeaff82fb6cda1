import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import type { DirectoryPart } from "../adapter.js";
import { readDirectory, type NameFields } from "../wire/directory.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { WebexClient } from "./client.js";

/** The vendor's default. */
const PAGE_SIZE = 100;
const PERMISSION = "the scope cjp:config_read";

const envelope = z.object({
  meta: z
    .object({ totalPages: z.coerce.number().int().nonnegative().nullish().catch(null) })
    .nullish()
    .catch(null),
  data: z.array(z.custom<JsonValue>(), { error: "expected a list" }),
});

/** The queues and users of an organization. Callbacks name an agent by the id of Common Identity, `ciUserId`. */
export function createWebexDirectory(client: WebexClient, source: string): readonly DirectoryPart[] {
  const read = (kind: "contact-service-queue" | "user", fields: NameFields): DirectoryPart["read"] => {
    const attributes = [fields.id, ...fields.name].join();
    return (options) =>
      readDirectory(
        0,
        async (page) => {
          const body = await client.directory(kind, { attributes, page, pageSize: PAGE_SIZE }, options);
          const { meta, data } = parseEnvelope(envelope, body, source);
          const isLast = data.length === 0 || page + 1 >= (meta?.totalPages ?? 0);
          return { rows: data, next: isLast ? null : page + 1 };
        },
        fields,
      );
  };
  return [
    {
      name: "queues",
      permission: PERMISSION,
      read: read("contact-service-queue", { kind: "QUEUE", id: "id", name: ["name"] }),
    },
    {
      name: "users",
      permission: PERMISSION,
      read: read("user", { kind: "AGENT", id: "ciUserId", name: ["firstName", "lastName"] }),
    },
  ];
}
