import { FOUND_BY_POLLING, sendEvents } from "../events.js";
import {
  agentId,
  aCommand,
  callbackId,
  cancel,
  iso,
  NUMBER,
  recordAction,
  reschedule,
  schedule,
  seen,
} from "../commands.js";
import { askAll } from "../ask.js";
import { folderOf } from "../folder-of.js";
import { startReceiver } from "../receiver.js";
import { START, startWorld } from "../world.js";
import { digestOfKioskKey } from "../../../src/domain/kiosk-key.js";
import type { Instant } from "../../../src/domain/time/instant.js";
import type { FakeVendor } from "../../../src/adapters/fake/fake.js";
import type { Store } from "../../../src/stores/store.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;
const LIST = `{ callbacks(first: 100, maxStaleness: "PT0S") { totalCount } }`;

/** A command that every fixture holds under this key; repeated, it must return the stored outcome. */
export const SCHEDULE = {
  ...aCommand("mindful", START),
  phoneNumber: "+14155550142",
  idempotencyKey: "scheduled-before-the-upgrade",
};

/**
 * Has a gateway over the fakes of all vendors fill a store for some hours: callbacks and their changes, commands, agent
 * actions, quarantined records, names, kiosk keys, views, and a delivery with a dead letter. Closes the store. Returns the
 * last instant of the gateway's clock.
 */
export async function fillStore(openStore: () => Promise<Store>): Promise<Instant> {
  const receiver = await startReceiver();
  let sent = 0;
  receiver.respondWith(() => ({ status: (sent += 1) === 3 ? 422 : 204 }));
  const secret = `whsec_${Buffer.alloc(32).toString("base64")}`;
  const world = await startWorld({
    count: 2,
    hasWebexSearch: true,
    hasMindfulApi: true,
    openStore,
    settings: { deliveries: { crm: { url: receiver.url, secret, allowPrivateAddresses: true } } },
  });
  const { url, fakes, store, time } = world;
  try {
    for (const { vendor } of FOUND_BY_POLLING) await seen(world, folderOf(vendor));
    const talkdesk = fakes["talkdesk"];
    talkdesk?.corrupt(talkdesk.add({ phoneNumber: NUMBER, start: time.now + HOUR }));
    await actAsClients(url, time.now);
    for (let step = 0; step < 10; step += 1) {
      // Callbacks arrive in the first half minute only, so that the fixture remains small.
      time.now += step === 0 ? MINUTE / 2 : 20 * MINUTE;
      for (const fake of Object.values(fakes)) {
        if (step === 0) fake.advance(time.now);
        else changeStatuses(fake, step);
      }
      await sendEvents(url, fakes, time.now);
      await askAll(url, LIST);
      await store.elapse(time.now, 1000);
    }
    await store.saveKioskKey({
      name: "lobby",
      digest: digestOfKioskKey("lobby"),
      scopes: ["callbacks:read"],
      sources: ["talkdesk"],
      createdAt: time.now,
      expiresAt: time.now + YEAR,
      revokedAt: null,
    });
    await untilDelivered(store);
  } finally {
    await world.close();
    await receiver.close();
  }
  return time.now;
}

/** Sets the status of two callbacks of a vendor with statuses. */
function changeStatuses(fake: FakeVendor, step: number): void {
  const statuses = Object.keys(fake.vendorStatuses);
  if (statuses.length === 0) return;
  for (const index of [2 * step, 2 * step + 1]) {
    const id = [...fake.records.keys()][index % fake.records.size];
    if (id !== undefined) fake.setVendorStatus(id, statuses[index % statuses.length] ?? "");
  }
}

async function actAsClients(url: string, now: Instant): Promise<void> {
  const { callback } = await schedule(url, SCHEDULE);
  const id = callback?.id ?? "";
  await reschedule(url, { id, window: { start: iso(now + 4 * HOUR) } });
  const { callback: other } = await schedule(url, aCommand("talkdesk", now));
  await cancel(url, { id: other?.id ?? callbackId("talkdesk", "unknown") });
  await recordAction(url, { agentId: agentId("webex"), clientId: "wellbeing", actionType: "BREAK" });
}

/** Resolves once the delivery has read the whole change log and nothing is pending. */
async function untilDelivered(store: Store): Promise<void> {
  for (;;) {
    const [{ last }, delivery] = await Promise.all([store.logBounds(), store.readDelivery("crm")]);
    if (delivery?.position === last && delivery.pending.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
