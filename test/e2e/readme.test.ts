import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { samplesOf } from "../support/docs.js";
import { follow } from "../support/follow.js";
import { startProcess, type RunningProcess } from "../support/process.js";

interface Scheduled {
  readonly scheduleCallback: {
    readonly callback: { readonly id: string; readonly status: string } | null;
    readonly userErrors: readonly unknown[];
  };
}

/** Returns the paths of all values in a JSON value; items of a list are one path. */
function pathsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => pathsOf(item, `${path}.${key}`));
}

const unique = (paths: readonly string[]): string[] => [...new Set(paths)].sort();

describe("the examples of the README against the demo", { timeout: 240_000 }, () => {
  const [query = "", subscription = "", mutation = ""] = samplesOf("README.md", "graphql");
  const [queried = "{}", mutated = "{}"] = samplesOf("README.md", "json");
  let directory: string;
  let demo: RunningProcess;
  let url: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "ringback-"));
    demo = startProcess(["demo"], { PORT: "0", RINGBACK_DATA_DIR: directory });
    [, url = ""] = await demo.waitFor(/API\s+(http:\S+)\/graphql/u);
  }, 120_000);
  afterAll(async () => {
    demo.child.kill("SIGKILL");
    await demo.ended();
    rmSync(directory, { recursive: true, force: true });
  });

  it("the query returns a page of the documented shape", async () => {
    await expect
      .poll(async () => (await ask<{ callbacks: { nodes: unknown[] } }>(url, query)).callbacks.nodes.length, {
        timeout: 120_000,
      })
      .toBe(2);
    const { data } = JSON.parse(queried) as { data: unknown };
    expect(unique(pathsOf(await ask(url, query)))).toEqual(unique(pathsOf(data)));
  });

  it("the mutation schedules one callback, which the subscription publishes, and returns it again when repeated", async () => {
    const following = follow(url, "ws", subscription);
    const first = await ask<Scheduled>(url, mutation);
    const again = await ask<Scheduled>(url, mutation);
    expect(first.scheduleCallback.userErrors).toEqual([]);
    expect(again.scheduleCallback.callback?.id).toBe(first.scheduleCallback.callback?.id);
    const [event] = await following.next(1);
    expect(event?.callback.id).toBe(first.scheduleCallback.callback?.id);
    await following.stop();
    const { data } = JSON.parse(mutated) as { data: unknown };
    expect(unique(pathsOf(first))).toEqual(unique(pathsOf(data)));
  });
});
