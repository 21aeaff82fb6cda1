import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createQuarantineWarnings } from "./quarantine-warnings.js";

function createTrial() {
  const time = { now: 1_000_000 };
  const lines: { readonly vendorId?: string; readonly msg: string }[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as never) });
  return { time, lines, warnings: createQuarantineWarnings(logger, () => time.now) };
}

describe("a warning of an unreadable record", () => {
  it("is logged once an hour for each record and reason", () => {
    const { time, lines, warnings } = createTrial();
    for (let poll = 0; poll < 100; poll += 1) {
      warnings.warn("north", { vendorId: "1", reason: "start: expected text" });
      warnings.warn("north", { vendorId: "2", reason: "start: expected text" });
      warnings.warn("north", { vendorId: null, reason: "id: is missing" });
    }
    expect(lines).toHaveLength(3);
    warnings.warn("north", { vendorId: "1", reason: "end: expected text" });
    warnings.warn("south", { vendorId: "1", reason: "start: expected text" });
    expect(lines).toHaveLength(5);
    time.now += 3_600_001;
    warnings.warn("north", { vendorId: "1", reason: "start: expected text" });
    expect(lines).toHaveLength(6);
  });

  it("is logged for 20 records of a source in an hour; one line then counts the others", () => {
    const { time, lines, warnings } = createTrial();
    for (let id = 0; id < 5000; id += 1)
      warnings.warn("north", { vendorId: String(id), reason: "start: expected text" });
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)?.msg).toContain("more records");
    warnings.warn("south", { vendorId: "1", reason: "start: expected text" });
    expect(lines).toHaveLength(22);
    time.now += 3_600_001;
    warnings.warn("north", { vendorId: "6000", reason: "start: expected text" });
    expect(lines).toHaveLength(23);
  });
});
