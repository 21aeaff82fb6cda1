import { expect, vi } from "vitest";
import { closeWith, LIST, startWell, type Case } from "./alert-states.js";
import { scrape, type Scrape } from "./alerts.js";
import { askAll } from "./ask.js";
import { NUMBER } from "./commands.js";
import { startReceiver, type ReceiverResponse } from "./receiver.js";
import type { World } from "./world.js";

const HOUR = 3_600_000;
const labels = { delivery: "crm" };

/** A delivery to a receiver with this response, before a callback was recorded and after `act`. */
const by =
  (response: ReceiverResponse, act: (world: World) => Promise<unknown>) =>
  async (): Promise<readonly [Scrape, Scrape]> => {
    const receiver = await startReceiver();
    closeWith(() => receiver.close());
    receiver.respondWith(() => response);
    const secret = `whsec_${Buffer.alloc(32).toString("base64")}`;
    const deliveries = { crm: { url: receiver.url, secret, allowPrivateAddresses: true } };
    const world = await startWell({ settings: { sync: { polling: false }, deliveries } });
    const before = await scrape(world.url);
    world.fakes["talkdesk"]?.add({ phoneNumber: NUMBER, start: world.time.now + HOUR });
    await askAll(world.url, LIST);
    await act(world);
    return [before, await scrape(world.url)];
  };
const WAIT = { timeout: 60_000 };

/** The alerts of deliveries. */
export const DELIVERY_ALERTING: Case[] = [
  [
    "RingbackDeliveryLate",
    "a receiver that responds with 503 for an hour",
    by({ status: 503 }, async (world) => {
      await vi.waitFor(async () => expect((await world.store.readDelivery("crm"))?.pending).toHaveLength(1), WAIT);
      world.time.now += HOUR;
    }),
    labels,
  ],
  [
    "RingbackDeliveryLost",
    "a receiver that refuses an event",
    by({ status: 422 }, ({ store }) =>
      vi.waitFor(async () => expect(await store.listDeadLetters(1)).toHaveLength(1), WAIT),
    ),
    labels,
  ],
  [
    "RingbackDeliveryLost",
    "a receiver that ends the delivery",
    by({ status: 410 }, ({ store }) =>
      vi.waitFor(async () => expect((await store.readDelivery("crm"))?.stoppedAt).not.toBeNull(), WAIT),
    ),
    labels,
  ],
];
