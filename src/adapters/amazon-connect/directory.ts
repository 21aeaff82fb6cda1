import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import type { DirectoryPart } from "../adapter.js";
import { readDirectory, type NameFields } from "../wire/directory.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { AmazonConnectClient } from "./client.js";

/** The most that a page of either list holds. */
const PAGE_SIZE = 1000;

const rows = z.array(z.custom<JsonValue>(), { error: "expected a list" });
const token = z.string().min(1).nullish();
const queues = z
  .object({ QueueSummaryList: rows, NextToken: token })
  .transform((sent) => ({ rows: sent.QueueSummaryList, next: sent.NextToken ?? null }));
const users = z
  .object({ UserSummaryList: rows, NextToken: token })
  .transform((sent) => ({ rows: sent.UserSummaryList, next: sent.NextToken ?? null }));

type Rows = z.ZodType<{ readonly rows: JsonValue[]; readonly next: string | null }>;

/** ListQueues, of standard queues, and ListUsers, whose only name is that of the login. */
export function createAmazonConnectDirectory(
  client: AmazonConnectClient,
  { source, instanceId }: { readonly source: string; readonly instanceId: string },
): readonly DirectoryPart[] {
  const read = (
    path: string,
    query: Readonly<Record<string, string>>,
    envelope: Rows,
    fields: NameFields,
  ): DirectoryPart["read"] => {
    return (options) =>
      readDirectory(
        "",
        async (nextToken) => {
          const page = { maxResults: PAGE_SIZE, ...(nextToken === "" ? {} : { nextToken }) };
          return parseEnvelope(envelope, await client.directory(path, { ...query, ...page }, options), source);
        },
        fields,
      );
  };
  return [
    {
      name: "queues",
      permission: "connect:ListQueues on this instance",
      read: read(`/queues-summary/${instanceId}`, { queueTypes: "STANDARD" }, queues, {
        kind: "QUEUE",
        id: "Id",
        name: ["Name"],
      }),
    },
    {
      name: "users",
      permission: "connect:ListUsers on this instance",
      read: read(`/users-summary/${instanceId}`, {}, users, { kind: "AGENT", id: "Id", name: ["Username"] }),
    },
  ];
}
