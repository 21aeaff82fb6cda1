import { request, type IncomingMessage } from "node:http";
import type { World } from "./world.js";
import { anObservation } from "./observations.js";
import { ordinaryCallback } from "./many-callbacks.js";

/** The source of the exported callbacks, in worlds of the tests. */
export const SOURCE = "talkdesk";
export const VENDOR = "TALKDESK";

export type Line = Readonly<Record<string, unknown>>;

/** Stores callbacks that no vendor has. */
export async function store(world: World, count: number, source = SOURCE, vendor = VENDOR): Promise<void> {
  const { now } = world.time;
  const callbacks = Array.from({ length: count }, (_, index) => ordinaryCallback(index, source, vendor));
  await world.store.record({
    source,
    observations: callbacks.map((callback) => anObservation(now, callback)),
    quarantined: [],
    answered: null,
    now,
  });
}

/** Requests an export. */
export function getExport(
  url: string,
  format: "csv" | "ndjson",
  parameters: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}/export/callbacks.${format}?${String(new URLSearchParams(parameters))}`, { headers });
}

/** The lines of a text of NDJSON. A last line that was cut is left out. */
export function linesOf(text: string): Line[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

/** Requests an export of which nothing is read yet. */
export function openPaused(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { headers }, (response) => resolve(response.pause()));
    sent.once("error", reject);
    sent.end();
  });
}

/** The rest of a response; `isComplete` is false where its connection broke. */
export async function restOf(
  response: IncomingMessage,
): Promise<{ readonly text: string; readonly isComplete: boolean }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of response) parts.push(part as Buffer);
  } catch {
    return { text: Buffer.concat(parts).toString(), isComplete: false };
  }
  return { text: Buffer.concat(parts).toString(), isComplete: response.complete };
}

/** A sample of the metrics that has these labels; 0 without one. */
export async function sampleOf(url: string, metric: string, ...labels: readonly string[]): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(metric) && labels.every((label) => one.includes(label)));
  return line === undefined ? 0 : Number(line.slice(line.lastIndexOf(" ") + 1));
}
