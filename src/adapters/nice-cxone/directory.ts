import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import type { DirectoryPart } from "../adapter.js";
import { readDirectory, type NameFields } from "../wire/directory.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { NiceCxoneClient } from "./client.js";

const PAGE_SIZE = 500;

const rows = z.array(z.custom<JsonValue>(), { error: "expected a list" });
const total = z.coerce.number().int().nonnegative().nullish().catch(null);
const skills = z
  .object({ skills: rows, totalRecords: total })
  .transform((sent) => ({ rows: sent.skills, total: sent.totalRecords ?? null }));
const agents = z
  .object({ agents: rows, totalRecords: total })
  .transform((sent) => ({ rows: sent.agents, total: sent.totalRecords ?? null }));

type Rows = z.ZodType<{ readonly rows: JsonValue[]; readonly total: number | null }>;

/** The skills and agents of a business unit. How their lists are paged is a guess. */
export function createNiceCxoneDirectory(client: NiceCxoneClient, source: string): readonly DirectoryPart[] {
  const read = (kind: "skills" | "agents", envelope: Rows, fields: NameFields): DirectoryPart["read"] => {
    return (options) =>
      readDirectory(
        0,
        async (skip) => {
          const body = await client.directory(kind, { skip, top: PAGE_SIZE }, options);
          const page = parseEnvelope(envelope, body, source);
          const read = skip + page.rows.length;
          const isLast =
            page.rows.length === 0 || (page.total === null ? page.rows.length < PAGE_SIZE : read >= page.total);
          return { rows: page.rows, next: isLast ? null : read };
        },
        fields,
      );
  };
  return [
    {
      name: "skills",
      permission: "a role that may view skills",
      read: read("skills", skills, { kind: "SKILL", id: "skillId", name: ["skillName"] }),
    },
    {
      name: "agents",
      permission: "a role that may view agents",
      read: read("agents", agents, { kind: "AGENT", id: "agentId", name: ["firstName", "lastName"] }),
    },
  ];
}
