import type { SubscriptionHub } from "../../subscriptions/subscription-hub.js";
import type { Store } from "../../stores/store.js";

/** Checks the dependencies of a gateway, each with `ok` or its error. Never rejects. */
export async function checkReadiness(
  store: Store,
  subscriptions: Pick<SubscriptionHub, "isReading">,
): Promise<{ readonly ok: boolean; readonly checks: Readonly<Record<string, string>> }> {
  const [answers, schema] = await Promise.all([tell(() => store.ping()), tell(() => checkSchema(store))]);
  const checks = {
    store: answers,
    schema,
    feed: subscriptions.isReading()
      ? OK
      : "the change log cannot be read: subscriptions end with an error from which clients resume",
  };
  return { ok: Object.values(checks).every((check) => check === OK), checks };
}

const OK = "ok";

async function tell(check: () => Promise<void>): Promise<string> {
  try {
    await check();
    return OK;
  } catch (error) {
    return error instanceof Error ? error.message : "unavailable";
  }
}

/** A newer gateway may have migrated further: it leaves what this version needs until this one has ended. */
async function checkSchema(store: Store): Promise<void> {
  const { current, known } = await store.schemaVersion();
  if (current < known) throw new Error(`schema version ${current || "none"}, but ${known} is required`);
}
