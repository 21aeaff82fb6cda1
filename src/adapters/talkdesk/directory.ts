import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import type { DirectoryPart } from "../adapter.js";
import { readDirectory, type NameFields } from "../wire/directory.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { TalkdeskClient } from "./client.js";

/** The most that a page of queues holds; the documents of the others name no limit. */
const PAGE_SIZE = 100;

const count = z.coerce.number().int().nonnegative().nullish().catch(null);
const rows = z.array(z.custom<JsonValue>(), { error: "expected a list" }).nullish();
/** The documents disagree: the number of pages has two names or none, and `campaigns` is misspelled in one. */
const envelope = z.object({
  total: count,
  total_page: count,
  total_pages: count,
  _embedded: z.object({ users: rows, queues: rows, campaigns: rows, campaings: rows }),
});

/** Agents, ring groups, which are called queues today, and campaigns. */
export function createTalkdeskDirectory(client: TalkdeskClient, source: string): readonly DirectoryPart[] {
  const part = (name: string, scope: string, path: string, kind: NameFields["kind"]): DirectoryPart => ({
    name,
    permission: `the scope ${scope}`,
    read: (options) =>
      readDirectory(
        1,
        async (page) => {
          const body = await client.directory(path, { page, per_page: PAGE_SIZE }, options);
          const { total, total_page, total_pages, _embedded: sent } = parseEnvelope(envelope, body, source);
          const found = sent.users ?? sent.queues ?? sent.campaigns ?? sent.campaings ?? [];
          const pages = total_pages ?? total_page ?? Math.ceil((total ?? 0) / PAGE_SIZE);
          return { rows: found, next: found.length === 0 || page >= pages ? null : page + 1 };
        },
        { kind, id: "id", name: ["name"] },
      ),
  });
  return [
    part("users", "users:read", "/users", "AGENT"),
    part("queues", "queues:read", "/ccaas/queues", "QUEUE"),
    part("campaigns", "campaigns:read", "/campaigns", "CAMPAIGN"),
  ];
}
