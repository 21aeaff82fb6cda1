// Asks a server, in a process of its own: one run a message, its result the answer.
import { Pool } from "undici";
import { operationOf, type WorkloadName } from "./workload.js";

export interface Run {
  readonly url: string;
  readonly workload: WorkloadName;
  /** The first of the operations to ask. */
  readonly from: number;
  readonly requests: number;
  /** Asks no more after that, even if fewer have been asked. */
  readonly forMs?: number;
  readonly concurrency: number;
  readonly ids: readonly string[];
}

export interface RunResult {
  readonly asked: number;
  readonly failed: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Size of an answer in bytes. */
  readonly bytes: number;
}

const HEADERS = { "content-type": "application/json", accept: "application/json" };

async function run({ url, workload, from, requests, concurrency, ids, forMs = Infinity }: Run): Promise<RunResult> {
  const pool = new Pool(url, { connections: concurrency, pipelining: 1 });
  const took: number[] = [];
  let next = 0;
  let failed = 0;
  let bytes = 0;
  const startedAt = performance.now();
  const ask = async (): Promise<void> => {
    while (next < requests && performance.now() - startedAt < forMs) {
      const body = JSON.stringify(operationOf(workload, from + next++, ids));
      const askedAt = performance.now();
      const answer = await pool.request({ path: "/graphql", method: "POST", headers: HEADERS, body });
      const text = await answer.body.text();
      took.push(performance.now() - askedAt);
      bytes = text.length;
      if (answer.statusCode !== 200 || text.startsWith('{"errors"')) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, ask));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  took.sort((left, right) => left - right);
  const at = (share: number): number => took[Math.floor((took.length - 1) * share)] ?? 0;
  return { asked: next, failed, seconds, p50: at(0.5), p99: at(0.99), bytes };
}

process.on("message", (message: Run) => {
  void run(message).then((result) => process.send?.(result));
});
