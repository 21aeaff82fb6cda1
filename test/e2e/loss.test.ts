import { foldCase } from "../../src/domain/change/comparable.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../src/adapters/fake/random.js";
import { checkClients, createClients, missingFrom, visit } from "./clients.js";
import { openStage, type Actor, type Stage } from "./stage.js";

const SEED = 4;
const KILLS = 16;
/** The sources are asked about so many times before a kill. */
const MOST_REQUESTS = 140;

let stage: Stage;
let random: Random;

beforeEach(async () => {
  random = createRandom(SEED);
  stage = await openStage(random);
});
afterEach(() => stage.close());

/**
 * What a fake showed to one process through three looks at the callback: whoever asks again has recorded what it was
 * answered before, and one poll of a list in two parts is two looks. A word that was there for two polling intervals of a gateway that runs is there for them.
 * One that went and came back between two looks was there all along, to who looks.
 */
function mustBeTold({ shown }: Actor, vendorId: string): string[] {
  const words = shown.get(vendorId) ?? [];
  const seen = words.filter(({ looks }) => Math.max(0, ...looks.values()) >= 3).map(({ word }) => foldCase(word));
  return seen.filter((word, index) => word !== seen[index - 1]);
}

describe("nothing is lost", () => {
  it(
    `over ${KILLS} kill -9 at random, vendors that go down, and clients that come and go`,
    { timeout: 240_000 },
    async () => {
      const clients = createClients();
      let isOver = false;
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      const visits = clients.map(async (client) => {
        while (!isOver) await Promise.race([visit(client, () => stage.url(), random.int(1, 60), over), over]);
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
          timeout: 120_000,
        })
        .toBe(true);
      isOver = true;
      end();
      await Promise.all(visits);

      const log = await checkClients(clients, () => stage.url());

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
      expect(log.length).toBeGreaterThan(200);
    },
  );
});
