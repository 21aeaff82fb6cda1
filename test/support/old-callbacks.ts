import { NO_CUSTOMER, type Callback } from "../../src/domain/callback.js";
import { observationOf } from "../../src/domain/change/observation.js";
import { reportedStatus } from "../../src/domain/status.js";
import { openStore } from "../../src/stores/registry.js";
import { aCallback, stampOf } from "./observations.js";

// Run as a process of its own, which a test kills: old-callbacks.ts <fill|delete|erase> <directory> <database URL or "">.

export const NOW = Date.UTC(2026, 5, 1, 12);
export const NUMBER = "+4915112345678";
const DAY = 86_400_000;
const [, , work, dataDirectory = "", databaseUrl = ""] = process.argv;

/** 1,000 that ended 500 days ago, 300 that ended last week, 300 open ones; every sixth is of one number. */
function callbackOf(index: number): Callback {
  const endedAt = index < 1000 ? NOW - 500 * DAY - index : index < 1300 ? NOW - 7 * DAY - index : null;
  const phoneNumber = index % 6 === 0 ? NUMBER : `+49301234${1000 + index}`;
  return aCallback({
    vendorId: `${index}`,
    ...(endedAt === null ? reportedStatus("QUEUED", "waiting") : { ...reportedStatus("COMPLETED", "done"), endedAt }),
    customer: { ...NO_CUSTOMER, name: `Anna ${index}`, phoneNumber, phoneNumberRaw: phoneNumber },
    queue: { kind: "QUEUE", vendorId: `q${index % 3}` },
    createdAt: (endedAt ?? NOW) - DAY,
  });
}

if (work !== undefined) {
  const database = { connections: 5, statementTimeoutMs: 60_000 };
  const store = await openStore({ databaseUrl: databaseUrl === "" ? null : databaseUrl, dataDirectory, database });
  const old = { source: "north", endedBefore: NOW - 400 * DAY, limit: 25 };
  const recent = { ...old, endedBefore: NOW - DAY };
  if (work === "fill") {
    for (let first = 0; first < 1600; first += 100) {
      const observations = Array.from({ length: 100 }, (_, index) => callbackOf(first + index)).map((callback) =>
        observationOf(
          { callback, vendorRecord: { id: callback.vendorId, tel: callback.customer.phoneNumber } },
          stampOf(NOW),
        ),
      );
      await store.record({ source: "north", observations, quarantined: [], answered: null, now: NOW });
    }
  } else {
    process.stdout.write("begins\n");
  }
  if (work === "delete") {
    while ((await store.deleteEnded(old)) > 0);
    while ((await store.removeFromEnded(recent, "PERSONAL_DATA")) > 0);
  }
  if (work === "erase") {
    await store.erase({ subject: { phoneNumber: NUMBER }, sources: null, actor: null, isTrial: false, now: NOW });
  }
  await store.close();
  process.stdout.write("done\n");
}
