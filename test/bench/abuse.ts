import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Pool } from "undici";
import type { Abuse, AbuseResult } from "./abuser.js";
import { measureLargeAnswers } from "./large-answers.js";
import { filled, startRingback, tenantSources } from "./ringback.js";
import { OTHER_CORES, spawnPinned, stop, type BenchServer } from "./server.js";
import { onStage } from "./stage.js";
import { table } from "./table.js";

const MEMORY: readonly Abuse[] = [
  "1,000 documents with a comment of 1 MB",
  "400 subscriptions with an unused variable of 1 MB",
  "400 event streams with an unused variable of 1 MB",
  "400 subscriptions with all that they may hold",
];
const FAIRNESS: readonly Abuse[] = [
  "6,000 queries on one socket",
  "5,000 different documents",
  "200 documents with long unknown names",
];
const ABUSER = "key of who asks for too much";
const OTHER = "key of who asks now and then";
const IDLE_MS = 5000;
/** How long an attack goes on at least. */
const ATTACK_MS = 5000;
/** The other caller is no load: it asks, and asks again a little later. */
const PAUSE_MS = 5;
const MEGABYTE = 1_048_576;

/** What one caller can take of memory, and of the others' time, with the limits that are the default. */
export function benchAbuse(): Promise<string> {
  return onStage(async ({ vendors }) => {
    const digest = (key: string): string => createHash("sha256").update(key).digest("hex");
    const apiKeys = [ABUSER, OTHER].map((key) => ({
      id: key.replaceAll(" ", "-"),
      sha256: digest(key),
      scopes: ["callbacks:read"],
      sources: "*",
    }));
    // A minute's rate would be used up by the first attack, and the rest of them measured as refusals.
    const operations = { rate: { requests: 100_000_000 } };
    const settings = { server: { operations }, auth: { apiKeys }, isLimited: true };
    const abuser = spawnPinned(OTHER_CORES, [fileURLToPath(new URL("abuser.js", import.meta.url))], {});
    try {
      const memory: string[][] = [];
      for (const abuse of MEMORY) {
        const server = await startRingback(tenantSources(vendors), settings);
        try {
          await filled(server.url, undefined, OTHER);
          memory.push(await measureMemory(server, abuser, abuse));
        } finally {
          await server.close();
        }
      }
      const server = await startRingback(tenantSources(vendors), settings);
      try {
        await filled(server.url, undefined, OTHER);
        const large = await measureLargeAnswers();
        return [memoryTable(memory), await measureFairness(server, abuser), large].join("\n\n");
      } finally {
        await server.close();
      }
    } finally {
      await stop(abuser);
    }
  });
}

async function attack(abuser: ChildProcess, url: string, abuse: Abuse): Promise<AbuseResult> {
  abuser.send({ url, key: ABUSER, abuse });
  const [result] = (await once(abuser, "message")) as [AbuseResult];
  return result;
}

async function measureMemory(server: BenchServer, abuser: ChildProcess, abuse: Abuse): Promise<string[]> {
  const before = server.residentBytes();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, server.residentBytes())), 20);
  const { sent, refused, seconds } = await attack(abuser, server.url, abuse);
  clearInterval(timer);
  const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(0);
  return [
    abuse,
    `${sent}`,
    `${refused}`,
    seconds.toFixed(1),
    megabytes(before),
    megabytes(peak),
    megabytes(server.residentBytes()),
  ];
}

function memoryTable(rows: readonly (readonly string[])[]): string {
  const head = ["one caller sends", "sent", "refused", "s", "MB before", "MB at most", "MB after"];
  return `## Abuse: resident memory\n\n${table(head, rows)}`;
}

async function measureFairness(server: BenchServer, abuser: ChildProcess): Promise<string> {
  const idle = await watch(server.url, new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
  const rows = [["without the abuser", "", "", ...figures(idle), "1.0"]];
  for (const abuse of FAIRNESS) {
    let [sent, refused] = [0, 0];
    const attacks = async (): Promise<void> => {
      const until = performance.now() + ATTACK_MS;
      do {
        const result = await attack(abuser, server.url, abuse);
        sent += result.sent;
        refused += result.refused;
      } while (performance.now() < until);
    };
    const took = await watch(server.url, attacks());
    rows.push([abuse, `${sent}`, `${refused}`, ...figures(took), (at(took, 0.99) / at(idle, 0.99)).toFixed(1)]);
  }
  const head = [
    "what another caller waits for a list, while one sends",
    "sent",
    "refused",
    "asked",
    "p50 ms",
    "p99 ms",
    "p99 × idle",
  ];
  return `## Abuse: fairness\n\n${table(head, rows)}`;
}

function figures(took: readonly number[]): string[] {
  return [`${took.length}`, at(took, 0.5).toFixed(1), at(took, 0.99).toFixed(1)];
}

function at(took: readonly number[], share: number): number {
  return took[Math.floor((took.length - 1) * share)] ?? 0;
}

/** Asks for a list again and again, until the work is done; how long each took, in milliseconds, sorted. */
async function watch(url: string, work: Promise<unknown>): Promise<readonly number[]> {
  const pool = new Pool(url, { connections: 1 });
  const headers = { "content-type": "application/json", "x-api-key": OTHER };
  const query = "query ($n: Int) { callbacks(first: $n) { nodes { id status customer { name } } } }";
  const took: number[] = [];
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  for (let index = 0; !isDone; index += 1) {
    const body = JSON.stringify({ query, variables: { n: 20 + (index % 30) } });
    const askedAt = performance.now();
    const answer = await pool.request({ path: "/graphql", method: "POST", headers, body });
    const text = await answer.body.text();
    took.push(performance.now() - askedAt);
    if (answer.statusCode !== 200 || text.startsWith('{"errors"')) throw new Error(`the other caller was told ${text}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  await done;
  await pool.close();
  return took.toSorted((left, right) => left - right);
}
