import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../src/adapters/fake/random.js";
import { groupBy } from "../../src/callback/group.js";
import { ask } from "../support/ask.js";
import { follow, type Change, type Transport } from "../support/follow.js";
import { openStage, type Actor, type Stage } from "./stage.js";

const FIELDS = "cursor kind status previousStatus changedFields callback { id vendorId vendorStatus }";
const ALL = `subscription ($after: String) { callbackChanged(after: $after) { ${FIELDS} } }`;
const STATUS = `subscription ($after: String) { callbackStatusChanged(after: $after) { ${FIELDS} } }`;
const CURSOR = `{ callbacks(first: 1, maxStaleness: "PT24H") { changeCursor } }`;
const HISTORY = `query ($id: ID!, $after: String) {
  callback(id: $id) { history(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${FIELDS} } } }
}`;

const SEED = 4;
const KILLS = 22;
/** The sources are asked about so many times before a kill. */
const MOST_REQUESTS = 140;

/** Somebody who comes and goes, and always resumes behind the last cursor it was given. */
interface Client {
  readonly name: string;
  readonly transport: Transport;
  readonly query: string;
  readonly told: Change[];
}

let stage: Stage;
let random: Random;

beforeEach(async () => {
  random = createRandom(SEED);
  stage = await openStage(random);
});
afterEach(() => stage.close());

const changeCursor = async (): Promise<string> =>
  (await ask<{ callbacks: { changeCursor: string } }>(await stage.url(), CURSOR)).callbacks.changeCursor;

/** The log's beginning: the cursor of a log without changes. */
const FIRST_CURSOR = Buffer.from(JSON.stringify([1, "CHANGE", 0])).toString("base64url");
const cursorOf = (client: Client): string => client.told.at(-1)?.cursor ?? FIRST_CURSOR;

/** Follows for some changes, or until the gateway dies or it is over. */
async function visit(client: Client, changes: number, over: Promise<void>): Promise<void> {
  const following = follow(await stage.url(), client.transport, client.query, { after: cursorOf(client) });
  await Promise.race([following.next(changes).catch(() => undefined), following.ended, over]);
  await following.stop();
  client.told.push(...following.told);
}

/** Follows until it is told of the change at the cursor. */
async function catchUp(client: Client, last: string): Promise<void> {
  const following = follow(await stage.url(), client.transport, client.query, { after: cursorOf(client) });
  for (let count = 1; cursorOf(client) !== last; count += 1) {
    client.told.push((await following.next(count)).at(-1) as Change);
  }
  await following.stop();
}

async function historyOf(id: string): Promise<Change[]> {
  const found: Change[] = [];
  for (let after: string | null = null, hasMore = true; hasMore;) {
    interface Answer {
      readonly callback: {
        readonly history: {
          readonly nodes: readonly Change[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        };
      };
    }
    const { callback }: Answer = await ask<Answer>(await stage.url(), HISTORY, { id, after });
    found.push(...callback.history.nodes);
    hasMore = callback.history.pageInfo.hasNextPage;
    after = callback.history.pageInfo.endCursor;
  }
  return found;
}

const isOfStatus = ({ kind }: Change): boolean => kind === "CREATED" || kind === "STATUS_CHANGED";

/**
 * What a fake showed to one process through two looks at the callback: whoever asks again has recorded what it was
 * answered before. A word that was there for two polling intervals of a gateway that runs is there for two looks.
 * One that went and came back between two looks was there all along, to who looks.
 */
function mustBeTold({ shown }: Actor, vendorId: string): string[] {
  const words = shown.get(vendorId) ?? [];
  const seen = words.filter(({ looks }) => Math.max(0, ...looks.values()) >= 2).map(({ word }) => word);
  return seen.filter((word, index) => word !== seen[index - 1]);
}

/** What is left of `wanted` after it was found in `words`, in order, with anything between. */
function missingFrom(words: readonly (string | null | undefined)[], wanted: readonly string[]): string[] {
  const left = [...wanted];
  for (const word of words) if (word === left[0]) left.shift();
  return left;
}

describe("nothing is lost", () => {
  it(
    `over ${KILLS} kill -9 at random, vendors that go down, and clients that come and go`,
    { timeout: 240_000 },
    async () => {
      const clients: Client[] = (["ws", "sse"] as const).flatMap((transport) =>
        [ALL, ALL, STATUS].map((query, index) => ({ name: `${transport} ${index}`, transport, query, told: [] })),
      );
      let isOver = false;
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      const visits = clients.map(async (client) => {
        while (!isOver) await Promise.race([visit(client, random.int(1, 60), over), over]);
      });

      for (let kills = 0; kills < KILLS; kills += 1) {
        const killed = await stage.start(random.int(1, MOST_REQUESTS));
        expect(await killed.ended(), killed.output()).toBe("SIGKILL");
      }
      stage.calmDown();
      await stage.start(Number.POSITIVE_INFINITY);
      // Every source has been looked at to the end, twice, since the last change of the fakes.
      const looks = stage.actors.map((actor) => actor.looks());
      const keys = 20;
      await expect
        .poll(() => stage.actors.every((actor, index) => actor.looks() > (looks[index] ?? 0) + keys * 2), {
          timeout: 30_000,
        })
        .toBe(true);
      isOver = true;
      end();
      await Promise.all(visits);

      const everything: Client = { name: "afresh", transport: "ws", query: ALL, told: [] };
      await catchUp(everything, await changeCursor());
      const log = everything.told;
      const lastOfStatus = log.filter(isOfStatus).at(-1)?.cursor ?? "";
      const lastOfAll = log.at(-1)?.cursor ?? "";

      for (const client of clients) {
        const [expected, last] = client.query === ALL ? [log, lastOfAll] : [log.filter(isOfStatus), lastOfStatus];
        // Told of later changes already, by the clock alone: of those, nothing is known here.
        if (!client.told.some(({ cursor }) => cursor === last)) await catchUp(client, last);
        expect(client.told.slice(0, expected.length), client.name).toEqual(expected);
      }
      for (const [id, changes] of groupBy(log, ({ callback }) => callback.id)) {
        expect((await historyOf(id)).slice(0, changes.length), id).toEqual(changes);
      }

      let demanded = 0;
      for (const actor of stage.actors) {
        for (const vendorId of actor.shown.keys()) {
          const wanted = mustBeTold(actor, vendorId);
          demanded += wanted.length;
          const words = log.filter(({ callback }) => callback.vendorId === vendorId);
          const missing = missingFrom(
            words.map(({ callback }) => callback.vendorStatus),
            wanted,
          );
          expect(missing, `${actor.source} ${vendorId}: ${JSON.stringify([wanted, words])}`).toEqual([]);
        }
      }
      // The chaos was one: enough happened for the promises above to mean something.
      expect(demanded).toBeGreaterThan(100);
      expect(log.length).toBeGreaterThan(300);
    },
  );
});
