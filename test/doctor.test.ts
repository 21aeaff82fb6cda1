import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkNode, diagnose, judgeSkew, showFindings, type Finding } from "../src/cli/doctor.js";
import { parseSettings, type Settings } from "../src/config/config.js";
import { openSqliteStore } from "../src/stores/sqlite/sqlite.js";

let directory: string;
let vendor: Server;
let baseUrl: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  // An hour behind, and nobody is let in.
  vendor = createServer((_, response) => {
    response.writeHead(401, { date: new Date(Date.now() - 3_600_000).toUTCString() }).end();
  });
  await new Promise<void>((resolve) => {
    vendor.listen(0, "127.0.0.1", resolve);
  });
  baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => vendor.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

function settings(port = 0): Settings {
  const north = { vendor: "mindful", baseUrl, organizationId: "a1" };
  return parseSettings({ dataDirectory: directory, server: { port }, sources: { north } }, {}, () => null);
}

function find(findings: readonly Finding[], name: string): Finding | undefined {
  return findings.find((finding) => finding.name === name);
}

describe("the doctor", () => {
  it("reports clock differences, rejected credentials and the state of the store, and changes nothing", async () => {
    const findings = await diagnose(settings());
    expect(find(findings, "source north")).toMatchObject({ state: "fail" });
    expect(find(findings, "source north")?.found).toContain("VENDOR_UNAUTHORIZED");
    expect(find(findings, "clock at north")).toMatchObject({ state: "warn" });
    expect(find(findings, "clock at north")?.found).toMatch(/^\d+ s behind this machine's$/u);
    expect(find(findings, "store")?.found).toContain("does not exist yet");
    expect(find(findings, "data directory")?.state).toBe("ok");
    expect(find(findings, "disk")?.found).toContain("MiB free");
    expect(find(findings, "node")?.state).toBe("ok");
    expect(find(findings, "delay at north")).toMatchObject({ state: "ok" });
    expect(find(findings, "delay at north")?.found).toMatch(
      /^300 requests per minute; changes are visible within 15 s \(due soon\) or \d+ (?:s|min) \(due later\) with 300 open callbacks, /u,
    );
    const again = await diagnose(settings());
    expect(find(again, "store")?.found).toContain("does not exist yet");
  });

  it("reports the schema version", async () => {
    const store = await openSqliteStore(directory);
    const { known } = await store.schemaVersion();
    await store.close();
    expect(find(await diagnose(settings()), "store")).toEqual({
      state: "ok",
      name: "store",
      found: `opened; schema version ${known}`,
    });
  });

  it("warns of a port that is in use", async () => {
    const { port } = vendor.address() as AddressInfo;
    const taken = { ...settings(), server: { ...settings().server, host: "127.0.0.1", port } };
    expect(find(await diagnose(taken), `port ${port}`)).toMatchObject({ state: "warn" });
  });

  it("knows old versions of Node", () => {
    expect(["18.20.0", "20.18.9", "20.19.0", "22.0.0"].map((version) => checkNode(version).state)).toEqual([
      "fail",
      "fail",
      "ok",
      "ok",
    ]);
  });

  it("lets clocks differ a little", () => {
    expect(judgeSkew("clock", 1000)).toMatchObject({ state: "ok", found: "equal to this machine's" });
    expect(judgeSkew("clock", 31_000)).toMatchObject({ state: "warn", found: "31 s ahead of this machine's" });
  });

  it("prints advice below each finding", () => {
    const text = showFindings([
      { state: "ok", name: "a", found: "fine" },
      { state: "fail", name: "store", found: "gone", advice: "find it" },
    ]);
    expect(text).toBe("ok    a      fine\nfail  store  gone\n             → find it");
  });
});
