import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { askOnce, startRingback } from "./ringback.js";
import { OTHER_CORES, spawnPinned, startServer, stop, type BenchServer } from "./server.js";
import { onStage } from "./stage.js";
import type { Subscribe, Told } from "./subscribers.js";
import { table } from "./table.js";
import { MOVING } from "./workload.js";

const SUBSCRIPTION = `subscription ($filter: CallbackFilter) {
  callbackChanged(filter: $filter) { cursor kind callback { id status vendor vendorId window { start } customer { name phoneNumber } } }
}`;
const HELLO = [
  JSON.stringify({ type: "connection_init" }),
  JSON.stringify({
    id: "1",
    type: "subscribe",
    payload: { query: SUBSCRIPTION, variables: { filter: { window: { from: "2020-01-01T00:00:00.$nZ" } } } },
  }),
];
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const CASES = [
  { count: 1000, filters: 1, events: 800 },
  { count: 1000, filters: 100, events: 800 },
  { count: 10_000, filters: 1, events: 30 },
];
/** The first half of the events is for compilers: a change goes through much code that few changes have gone through. */
const STEADY_FROM = 0.5;

interface Figures {
  readonly microseconds: number;
  readonly kilobytes: number;
}

/** CPU a delivered message, beside a server that does nothing but send the same bytes. */
export function benchSubscriptions(): Promise<string> {
  return onStage(async ({ vendors }) => {
    const rows: string[][] = [];
    for (const { count, filters, events } of CASES) {
      const { figures, message } = await measureRingback(vendors, count, filters, events);
      const bare = await measureBare(message, count, events);
      const name = `${count} subscribers, ${filters} ${filters === 1 ? "filter" : "filters"}`;
      rows.push([
        name,
        figures.microseconds.toFixed(1),
        bare.microseconds.toFixed(1),
        (figures.microseconds / bare.microseconds).toFixed(2),
        figures.kilobytes.toFixed(1),
        bare.kilobytes.toFixed(1),
        (figures.kilobytes / bare.kilobytes).toFixed(2),
      ]);
    }
    const head = ["", "CPU-µs a message", "bare ws", "×", "KB a subscriber", "bare ws", "×"];
    return `## Subscriptions: CPU a delivered message\n\n${table(head, rows)}`;
  });
}

async function measureRingback(
  vendors: string,
  count: number,
  filters: number,
  events: number,
): Promise<{ figures: Figures; message: string }> {
  const source = { vendor: "talkdesk", baseUrl: `${vendors}/${MOVING}`, accessToken: "bench", defaultRegion: "US" };
  const server = await startRingback(
    { [MOVING]: source },
    { server: { hintToken: "bench" }, upkeep: { nearMs: 600_000, farMs: 600_000 } },
  );
  await askOnce(server.url, '{ callbacks(maxStaleness: "PT0S") { totalCount } }');
  const move = async (): Promise<void> => {
    await fetch(`${vendors}/move`);
    const headers = { authorization: "Bearer bench", "content-type": "application/json" };
    const body = JSON.stringify({ phoneNumber: "+14155550199" });
    const answer = await fetch(`${server.url}/webhooks/${MOVING}/hint`, { method: "POST", headers, body });
    if (answer.status !== 202) throw new Error(`the hint was answered ${answer.status}: ${await answer.text()}`);
  };
  const url = `${server.url.replace("http", "ws")}/graphql`;
  const measured = await measure(server, { url, count, filters, hello: HELLO }, events, move);
  return { figures: measured, message: measured.message };
}

async function measureBare(message: string, count: number, events: number): Promise<Figures> {
  const probe = async (url: string): Promise<boolean> => (await fetch(url, { method: "POST", body: "" })).ok;
  const server = await startServer({ name: "bare ws", command: [file("peers/broadcast.js")], environment: {}, probe });
  const send = async (): Promise<void> => void (await fetch(server.url, { method: "POST", body: message }));
  return measure(server, { url: server.url.replace("http", "ws"), count, filters: 1, hello: [] }, events, send);
}

async function measure(
  server: BenchServer,
  subscribe: Subscribe,
  events: number,
  cause: () => Promise<void>,
): Promise<Figures & { readonly message: string }> {
  const subscribers = spawnPinned(OTHER_CORES, [file("subscribers.js")], {});
  try {
    const told = async (): Promise<Told> => ((await once(subscribers, "message")) as [Told])[0];
    const before = server.residentBytes();
    subscribers.send(subscribe);
    await told();
    const kilobytes = (server.residentBytes() - before) / subscribe.count / 1024;
    const rounds: number[] = [];
    let message = "";
    for (let event = 0; event < events; event += 1) {
      const cpu = server.cpuMs();
      const next = told();
      await cause();
      message = (await next).last;
      if (event >= events * STEADY_FROM) rounds.push(((server.cpuMs() - cpu) * 1000) / subscribe.count);
    }
    const mean = rounds.reduce((sum, one) => sum + one, 0) / rounds.length;
    // The clock of a process ticks every 10 ms: a mean over many events, not a median of single ones.
    return { microseconds: mean, kilobytes, message };
  } finally {
    await stop(subscribers);
    await server.close();
  }
}
