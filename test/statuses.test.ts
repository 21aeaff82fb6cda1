import { describe, expect, it } from "vitest";
import type { AdapterDefinition } from "../src/adapters/adapter.js";
import { GENESYS_CALL_RESULT_WORDS, mapGenesysCallResult } from "../src/adapters/genesys/call-result.js";
import { ADAPTERS } from "../src/adapters/registry.js";
import { CALL_OUTCOME_CATEGORIES, endedStatus, type CallOutcomeCategory } from "../src/callback/outcome.js";
import { CALLBACK_STATUSES, isOpenStatus, type CallbackStatus } from "../src/callback/status.js";

const NOW = Date.UTC(2026, 5, 1, 12);

/** What the adapter makes of each word of its vendor's document, by records as the vendor sends them. */
function readWords(definition: AdapterDefinition): string[][] {
  const { vendor } = definition;
  const fake = definition.createFake(() => NOW, { count: 0 });
  const settings = definition.settings.parse(fake.settings("http://127.0.0.1:1"));
  const adapter = definition.create(settings, { source: "north", vendor, clock: () => NOW });
  return Object.keys(fake.words).map((word) => {
    const id = fake.add({ phoneNumber: "+14155550100", start: NOW + 3_600_000, customerId: "c1", agentId: "a1", word });
    const [observation] = adapter.reread(fake.records.get(id) ?? {}, NOW).observations;
    const { vendorStatus, status, statusBasis, outcome } = observation?.callback ?? {};
    expect(vendorStatus).toBe(word);
    return [code(word), code(status ?? ""), statusBasis ?? "", outcome ? code(outcome.category) : ""];
  });
}

const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}

function printPage(): string {
  const statuses = Object.entries(CALLBACK_STATUSES) as [CallbackStatus, string][];
  const outcomes = Object.entries(CALL_OUTCOME_CATEGORIES) as [CallOutcomeCategory, string][];
  const vendors = ADAPTERS.map((definition) => {
    const rows = readWords(definition);
    const name = `## ${definition.vendor}\n\n${definition.description}`;
    if (rows.length > 0) return `${name}\n\n${table(["its word", "status", "basis", "outcome"], rows)}`;
    return `${name}\n\nIt has no word for a status: ours is \`DERIVED\` from the callback's window and the clock.`;
  });
  const results = GENESYS_CALL_RESULT_WORDS.map((word, number) => {
    const category = mapGenesysCallResult(number, null)?.category ?? "UNKNOWN";
    return [String(number), code(word), code(category), code(endedStatus(category))];
  });
  return `# Statuses

Printed from the definitions by \`npm run docs\`: do not edit.

Every vendor is mapped on one life cycle. \`statusBasis\` says whether the vendor said so (\`REPORTED\`) or the gateway
inferred it from the record and the clock (\`DERIVED\`); \`vendorStatus\` keeps the vendor's own word, verbatim.

${table(
  ["status", "open", "meaning"],
  statuses.map(([status, meaning]) => [code(status), isOpenStatus(status) ? "yes" : "no", meaning]),
)}

A word that is not listed below is \`UNKNOWN\`, \`REPORTED\`, and kept. A \`DERIVED\` status turns \`QUEUED\` when its window
begins and \`UNKNOWN\` when it ends, never \`COMPLETED\`: that a time has passed says nothing about what happened.

## Outcomes

What became of the call. Where a vendor says that a callback has ended and leaves it to the outcome how, this is the status:

${table(
  ["outcome", "status", "meaning"],
  outcomes.map(([category, meaning]) => [code(category), code(endedStatus(category)), meaning]),
)}

${vendors.join("\n\n")}

## GENESYS: call_result

Of the words 8 and 9 of its statuses, this result says how the callback ended.

${table(["number", "its word", "outcome", "status of 8 and 9"], results)}
`;
}

describe("docs/statuses.md", () => {
  it("is printed as the definitions have it: otherwise run `npm run docs`", async () => {
    await expect(printPage()).toMatchFileSnapshot("../docs/statuses.md");
  });

  it("shows every status, every outcome and every vendor", () => {
    const page = printPage();
    const names = [...Object.keys(CALLBACK_STATUSES), ...Object.keys(CALL_OUTCOME_CATEGORIES)];
    expect(names.filter((name) => !page.includes(`| \`${name}\``))).toEqual([]);
    expect(ADAPTERS.filter(({ vendor }) => !page.includes(`\n## ${vendor}\n`))).toEqual([]);
  });
});
