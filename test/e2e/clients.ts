import { foldCase } from "../../src/domain/change/comparable.js";
import { expect } from "vitest";
import { groupBy } from "../../src/lib/group.js";
import { ask } from "../support/ask.js";
import { follow, type Change, type Transport } from "../support/follow.js";

const FIELDS = "cursor kind status previousStatus changedFields callback { id vendorId vendorStatus }";
const ALL = `subscription ($after: String) { callbackChanged(after: $after) { ${FIELDS} } }`;
const STATUS = `subscription ($after: String) { callbackStatusChanged(after: $after) { ${FIELDS} } }`;
const CURSOR = `{ callbacks(first: 1, maxStaleness: "PT24H") { changeCursor } }`;
const HISTORY = `query ($id: ID!, $after: String) {
  callback(id: $id) { history(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${FIELDS} } } }
}`;

/** Somebody who comes and goes, and always resumes behind the last cursor it was given. */
export interface Client {
  readonly name: string;
  readonly transport: Transport;
  readonly query: string;
  readonly told: Change[];
}

/** Says where a gateway is that is up, once there is one. */
export type Where = () => Promise<string>;

/** Clients of either transport, of all changes and of those of statuses alone. */
export function createClients(): Client[] {
  return (["ws", "sse", "apollo"] as const).flatMap((transport) =>
    [ALL, ALL, STATUS].map((query, index) => ({ name: `${transport} ${index}`, transport, query, told: [] })),
  );
}

const changeCursor = async (where: Where): Promise<string> =>
  (await ask<{ callbacks: { changeCursor: string } }>(await where(), CURSOR)).callbacks.changeCursor;

/** The log's beginning: the cursor of a log without changes. */
const FIRST_CURSOR = Buffer.from(JSON.stringify([1, "CHANGE", 0])).toString("base64url");
const cursorOf = (client: Client): string => client.told.at(-1)?.cursor ?? FIRST_CURSOR;

/** Follows for some changes, or until the gateway dies or it is over. */
export async function visit(client: Client, where: Where, changes: number, over: Promise<void>): Promise<void> {
  const following = follow(await where(), client.transport, client.query, { after: cursorOf(client) });
  await Promise.race([following.next(changes).catch(() => undefined), following.ended, over]);
  await following.stop();
  client.told.push(...following.told);
}

/** Follows until it is told of the change at the cursor. */
async function catchUp(client: Client, where: Where, last: string): Promise<void> {
  const following = follow(await where(), client.transport, client.query, { after: cursorOf(client) });
  for (let count = 1; cursorOf(client) !== last; count += 1) {
    client.told.push((await following.next(count)).at(-1) as Change);
  }
  await following.stop();
}

async function historyOf(where: Where, id: string): Promise<Change[]> {
  const found: Change[] = [];
  for (let after: string | null = null, hasMore = true; hasMore;) {
    interface VendorPage {
      readonly callback: {
        readonly history: {
          readonly nodes: readonly Change[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        };
      };
    }
    const { callback }: VendorPage = await ask<VendorPage>(await where(), HISTORY, { id, after });
    found.push(...callback.history.nodes);
    hasMore = callback.history.pageInfo.hasNextPage;
    after = callback.history.pageInfo.endCursor;
  }
  return found;
}

/** A record that is gone may have ended by that: then its status changed as well. */
const isOfStatus = ({ kind, changedFields }: Change): boolean =>
  kind === "CREATED" || kind === "STATUS_CHANGED" || (kind === "GONE" && changedFields.includes("status"));

/** What is left of the folded words `wanted` after they were found in `words`, in order, with anything between. */
export function missingFrom(words: readonly (string | null | undefined)[], wanted: readonly string[]): string[] {
  const left = [...wanted];
  for (const word of words) if (foldCase(word ?? "") === left[0]) left.shift();
  return left;
}

/**
 * Each client was told the whole log, what it asked for of it, in its order, each change once; so is each callback's
 * history. Gives the log.
 */
export async function checkClients(clients: readonly Client[], where: Where): Promise<readonly Change[]> {
  const everything: Client = { name: "afresh", transport: "ws", query: ALL, told: [] };
  await catchUp(everything, where, await changeCursor(where));
  const log = everything.told;
  const lastOfStatus = log.filter(isOfStatus).at(-1)?.cursor ?? "";
  const lastOfAll = log.at(-1)?.cursor ?? "";

  for (const client of clients) {
    const [expected, last] = client.query === ALL ? [log, lastOfAll] : [log.filter(isOfStatus), lastOfStatus];
    // Told of later changes already, by the clock alone: of those, nothing is known here.
    if (!client.told.some(({ cursor }) => cursor === last)) await catchUp(client, where, last);
    expect(client.told.slice(0, expected.length), client.name).toEqual(expected);
  }
  for (const [id, changes] of groupBy(log, ({ callback }) => callback.id)) {
    expect((await historyOf(where, id)).slice(0, changes.length), id).toEqual(changes);
  }

  return log;
}
