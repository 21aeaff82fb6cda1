import { readSettings, settingsFile, findStore, type Environment } from "../config/config.js";
import type { Instant } from "../domain/time/instant.js";
import { describeStore, inspectStore, openStore, openStoreReader, type StoreSettings } from "../stores/registry.js";
import { ArgumentError, print, type Command, type Options } from "./command.js";

export const deliveriesCommand: Command = {
  options: { "dead-letters": {}, retry: { value: "<delivery>" }, id: { value: "<event id>" } },
  does: [
    "list the outgoing deliveries: position in the change log, lag, pending events and dead letters;",
    "--dead-letters: list those; --retry: deliver the dead letters of a delivery again, or with --id one of them, and",
    "go on with a delivery that its receiver has ended",
  ],
  async run({ environment, options }) {
    print(await runDeliveries(findStore(environment), options, namesOf(environment), Date.now()));
  },
};

const MOST_LISTED = 1000;

/** The deliveries of the settings; none for the demo. */
function namesOf(environment: Environment): readonly string[] {
  const file = settingsFile(environment);
  return file === null ? [] : Object.keys(readSettings(file, environment).deliveries);
}

/** Runs the command, and returns the lines to print. Rejects with an ArgumentError for invalid options. */
export async function runDeliveries(
  settings: StoreSettings,
  { retry, id, "dead-letters": isListing }: Options,
  configured: readonly string[],
  now: Instant,
): Promise<readonly string[]> {
  if (retry !== undefined && isListing !== undefined)
    throw new ArgumentError("--dead-letters does not go with --retry");
  if (id !== undefined && retry === undefined) throw new ArgumentError("--id requires --retry <delivery>");
  if (typeof retry === "string") return retryDeliveries(settings, retry, typeof id === "string" ? id : null);
  return isListing === true ? listDeadLetters(settings) : listDeliveries(settings, configured, now);
}

async function listDeliveries(
  settings: StoreSettings,
  configured: readonly string[],
  now: Instant,
): Promise<readonly string[]> {
  const store = await openStoreReader(settings);
  if (store === null) return [`There are no deliveries: no store exists yet in ${describeStore(settings)}.`];
  try {
    const { last } = await store.logBounds();
    const summaries = await store.listDeliveries();
    const lines = summaries.map(({ name, position, stoppedAt, pendingCount, deadLetterCount, undeliveredSince }) => {
      const lag = undeliveredSince === null ? 0 : Math.max(0, Math.round((now - undeliveredSince) / 1000));
      return [
        name,
        `position ${position} of ${last}`,
        `lag ${lag} s`,
        `pending ${pendingCount}`,
        `dead letters ${deadLetterCount}`,
        ...(stoppedAt === null ? [] : [`ended by the receiver at ${timeOf(stoppedAt)}`]),
        ...(configured.includes(name) ? [] : ["not in the settings"]),
      ].join("  ");
    });
    const missing = configured.filter((name) => !summaries.some((summary) => summary.name === name));
    const all = [...lines, ...missing.map((name) => `${name}  begins when the gateway starts`)];
    return all.length === 0 ? ["There are no deliveries: the settings have none."] : all;
  } finally {
    await store.close();
  }
}

async function listDeadLetters(settings: StoreSettings): Promise<readonly string[]> {
  const store = await openStoreReader(settings);
  try {
    const letters = (await store?.listDeadLetters(MOST_LISTED)) ?? [];
    if (letters.length === 0) return ["There are no dead letters."];
    return letters.map(({ delivery, id, kind, callbackId, attempts, deadSince, reason }) =>
      [timeOf(deadSince), delivery, id, kind, callbackId ?? "", `attempts ${attempts}`, reason ?? ""].join("  "),
    );
  } finally {
    await store?.close();
  }
}

async function retryDeliveries(settings: StoreSettings, name: string, id: string | null): Promise<readonly string[]> {
  // A gateway may be at work: this command must not move its tables on to another version.
  const version = await inspectStore(settings);
  if (version === null || version.current !== version.known) {
    const store = describeStore(settings);
    throw new ArgumentError(`the store in ${store} is missing or of another version: start the gateway once`);
  }
  const store = await openStore(settings);
  try {
    const names = (await store.listDeliveries()).map((summary) => summary.name);
    if (!names.includes(name)) {
      throw new ArgumentError(`--retry ${name}: no such delivery; expected one of ${names.join(", ") || "(none)"}`);
    }
    const count = await store.retryDeadLetters(name, id);
    if (count === 0 && id !== null) {
      throw new ArgumentError(`--id ${id}: no such dead letter of ${name}; --dead-letters lists them`);
    }
    return [`Dead letters of ${name} to deliver again: ${count}. A running gateway sends them within seconds.`];
  } finally {
    await store.close();
  }
}

function timeOf(at: Instant): string {
  return new Date(at).toISOString();
}
