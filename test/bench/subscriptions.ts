import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { askOnce, startRingback } from "./ringback.js";
import { OTHER_CORES, spawnPinned, startServer, stop, type BenchServer } from "./server.js";
import { onStage } from "./stage.js";
import type { Subscribe, Told } from "./subscribers.js";
import { median, ratio, table } from "./table.js";
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
/** Rounds take turns, each of so many events. */
const CASES = [
  { count: 1000, filters: 1, rounds: 50, events: 50 },
  { count: 1000, filters: 100, rounds: 50, events: 50 },
  { count: 10_000, filters: 1, rounds: 20, events: 5 },
];
type Case = (typeof CASES)[number];
/** A change goes through much code that few changes have gone through: compilers are busy with it for thousands of them. */
const YOUNG = [0.04, 0.2] as const;
const STEADY = [0.7, 1] as const;

/** A server, what makes it tell its subscribers something, and what it was measured at. */
interface Side {
  readonly server: BenchServer;
  readonly kilobytes: number;
  /** Resolves with what was told, once everybody was. */
  tell(): Promise<string>;
  /** CPU-µs a message, one figure a round. */
  readonly rounds: number[];
  close(): Promise<void>;
}

/** CPU a delivered message, beside a server that does nothing but send the same bytes. */
export function benchSubscriptions(): Promise<string> {
  return onStage(async ({ vendors }) => {
    const rows: string[][] = [];
    for (const one of CASES) rows.push(await compare(vendors, one));
    const head = ["", "CPU-µs a message", "bare ws", "×", "while young", "×", "KB a subscriber", "bare ws", "×"];
    return `## Subscriptions: CPU a delivered message\n\n${table(head, rows)}`;
  });
}

async function compare(vendors: string, { count, filters, rounds, events }: Case): Promise<string[]> {
  const ours = await startOurs(vendors, count, filters);
  const bare = await startBare(await ours.tell(), count);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const side of round % 2 === 0 ? [ours, bare] : [bare, ours]) {
        const before = side.server.cpuMs();
        for (let event = 0; event < events; event += 1) await side.tell();
        side.rounds.push(((side.server.cpuMs() - before) * 1000) / events / count);
      }
    }
    const figuresOf = (part: readonly [number, number]): [string, string, string] => {
      const [told, sent] = [partOf(ours.rounds, part), partOf(bare.rounds, part)];
      return [median(told).toFixed(1), median(sent).toFixed(1), ratio(told, sent).toFixed(2)];
    };
    const [young, , youngRatio] = figuresOf(YOUNG);
    const sizes = [ours.kilobytes, bare.kilobytes, ours.kilobytes / bare.kilobytes].map((size) => size.toFixed(2));
    const name = `${count} subscribers, ${filters} ${filters === 1 ? "filter" : "filters"}`;
    return [name, ...figuresOf(STEADY), young, youngRatio, ...sizes];
  } finally {
    await bare.close();
    await ours.close();
  }
}

function partOf(rounds: readonly number[], [from, to]: readonly [number, number]): readonly number[] {
  return rounds.slice(rounds.length * from, rounds.length * to);
}

async function startOurs(vendors: string, count: number, filters: number): Promise<Side> {
  // Each event is a request to the vendor: under a quota, most of the time would be waiting.
  const own = { baseUrl: `${vendors}/${MOVING}`, accessToken: "bench", defaultRegion: "US", quota: null };
  const source = { vendor: "talkdesk", ...own };
  const server = await startRingback(
    { [MOVING]: source },
    { server: { hintToken: "bench" }, sync: { polling: false } },
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
  const hasStarted = async (): Promise<void> => {
    // Subscriptions of one caller start in turns: the last ones may wait when the socket answers a ping already.
    while ((await runningSubscriptions(server.url)) < count) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return startSide(server, { url, count, filters, hello: HELLO }, move, hasStarted);
}

async function runningSubscriptions(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const line = /^ringback_operations_under_way\{transport="websocket",type="subscription"\} (\d+)$/mu.exec(metrics);
  return Number(line?.[1] ?? 0);
}

async function startBare(message: string, count: number): Promise<Side> {
  const probe = async (url: string): Promise<boolean> => (await fetch(url, { method: "POST", body: "" })).ok;
  const server = await startServer({ name: "bare ws", command: [file("peers/broadcast.js")], environment: {}, probe });
  const send = async (): Promise<void> => void (await fetch(server.url, { method: "POST", body: message }));
  return startSide(server, { url: server.url.replace("http", "ws"), count, filters: 1, hello: [] }, send);
}

async function startSide(
  server: BenchServer,
  subscribe: Subscribe,
  cause: () => Promise<void>,
  hasStarted: () => Promise<void> = () => Promise.resolve(),
): Promise<Side> {
  const subscribers = spawnPinned(OTHER_CORES, [file("subscribers.js")], {});
  const told = async (): Promise<Told> => ((await once(subscribers, "message")) as [Told])[0];
  const before = server.residentBytes();
  subscribers.send(subscribe);
  await told();
  await hasStarted();
  return {
    server,
    kilobytes: (server.residentBytes() - before) / subscribe.count / 1024,
    rounds: [],
    async tell() {
      const next = told();
      await cause();
      return (await next).last;
    },
    async close() {
      await stop(subscribers);
      await server.close();
    },
  };
}
