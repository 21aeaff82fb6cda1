import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAudit, toAuditRequest } from "./audit.js";
import { userError } from "../domain/user-error.js";
import type { NewCommandRecord } from "../stores/command-store.js";
import { openStore, type StoreSettings } from "../stores/registry.js";

let settings: StoreSettings;
beforeEach(() => {
  const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
  settings = { databaseUrl: null, dataDirectory, database: { connections: 1, statementTimeoutMs: 1000 } };
});
afterEach(() => rmSync(settings.dataDirectory, { recursive: true, force: true }));

function anAttempt(fields: Partial<NewCommandRecord>): NewCommandRecord {
  return {
    key: null,
    inputHash: "hash",
    kind: "SCHEDULE",
    source: "north",
    actor: "anna",
    subject: { phoneNumber: "***77", window: "2026-06-01T14:00:00.000Z" },
    target: { phoneNumber: "+14155550177", start: 0 },
    fingerprint: "f",
    knownIds: [],
    startedAt: Date.UTC(2026, 5, 1, 12),
    ...fields,
  };
}

describe("the audit", () => {
  it("lists time, source, kind, subject, caller and outcome of each command, latest first", async () => {
    const store = await openStore(settings);
    const begin = async (fields: Partial<NewCommandRecord>): Promise<number> =>
      (await store.beginCommand(anAttempt(fields))).commandRecord.commandId;
    const outcome = { finishedAt: 1, errors: [], receipt: null, vendorId: null, actionId: null, isKeyReleased: false };
    const receipt = { trackingId: "T1", respondedAt: 1 };
    await store.finishCommand(await begin({}), { ...outcome, state: "SUCCEEDED", vendorId: "42", receipt });
    const errors = [userError("VENDOR_REJECTED", "the vendor\nrefused it", "id")];
    const cancel = { kind: "CANCEL", source: "south", actor: null, subject: { callback: "7" } } as const;
    await store.finishCommand(await begin(cancel), { ...outcome, state: "FAILED", errors });
    await begin({});
    await store.close();
    const all = await listAudit(settings, { limit: 10, source: null });
    expect(all).toEqual([
      '2026-06-01T12:00:00.000Z  north  SCHEDULE  phoneNumber="***77" window="2026-06-01T14:00:00.000Z"  by anna  AMBIGUOUS',
      '2026-06-01T12:00:00.000Z  south  CANCEL  callback="7"  by (anonymous)  FAILED VENDOR_REJECTED: the vendor refused it',
      '2026-06-01T12:00:00.000Z  north  SCHEDULE  phoneNumber="***77" window="2026-06-01T14:00:00.000Z"  by anna  SUCCEEDED id=42 trackingId=T1',
    ]);
    expect(all.join()).not.toContain("4155550177");
    expect(await listAudit(settings, { limit: 1, source: null })).toEqual(all.slice(0, 1));
    expect(await listAudit(settings, { limit: 10, source: "south" })).toEqual(all.slice(1, 2));
  });

  it("reports that it is empty", async () => {
    expect(await listAudit(settings, { limit: 10, source: null })).toHaveLength(1);
  });

  it.each([
    [{}, { limit: 100, source: null }],
    [{ limit: "7" }, { limit: 7, source: null }],
    [
      { source: "north", limit: "1000" },
      { limit: 1000, source: "north" },
    ],
  ])("is requested by %j", (options, request) => {
    expect(toAuditRequest(options)).toEqual(request);
  });

  it("names an unknown source and the existing ones", async () => {
    const store = await openStore(settings);
    await store.beginCommand(anAttempt({ source: "removed" }));
    await store.close();
    const list = (source: string, configured: string[] | null) =>
      listAudit(settings, { limit: 10, source }, configured);
    await expect(list("nope", ["north", "south"])).rejects.toThrow(
      "unknown source nope; expected one of north, south, removed",
    );
    expect(await list("south", ["north", "south"])).toEqual([
      "The audit of south is empty: no commands were recorded.",
    ]);
    expect(await list("removed", ["north", "south"])).toHaveLength(1);
    expect(await list("nope", null)).toEqual(["The audit of nope is empty: no commands were recorded."]);
  });
});
