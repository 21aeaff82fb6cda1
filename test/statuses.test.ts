import { describe, expect, it } from "vitest";
import type { Adapter, AdapterDefinition } from "../src/adapters/adapter.js";
import { GENESYS_CALL_RESULTS, mapGenesysCallResult } from "../src/adapters/genesys/call-result.js";
import { ADAPTERS } from "../src/adapters/registry.js";
import { CALL_OUTCOME_CATEGORIES, endedStatus, type CallOutcomeCategory } from "../src/domain/outcome.js";
import { WAITING_STATUSES } from "../src/domain/promise.js";
import { CALLBACK_STATUSES, isOpenStatus, type CallbackStatus } from "../src/domain/status.js";
import { stampOf } from "./support/observations.js";
import { countRequests } from "../src/domain/change/request-stamp.js";

const NOW = Date.UTC(2026, 5, 1, 12);

function adapterOf(definition: AdapterDefinition): Adapter {
  const { vendor } = definition;
  const fake = definition.createFake(() => NOW, { count: 0 });
  const settings = definition.settings.parse(fake.settings("http://127.0.0.1:1"));
  return definition.create(settings, {
    source: "north",
    vendor,
    clock: () => NOW,
    stampRequest: countRequests(() => NOW),
  });
}

/** What the adapter makes of each word of its vendor's document, by records as the vendor sends them. */
function readWords(definition: AdapterDefinition): string[][] {
  const fake = definition.createFake(() => NOW, { count: 0 });
  const adapter = adapterOf(definition);
  return Object.keys(fake.vendorStatuses).map((word) => {
    const id = fake.add({
      phoneNumber: "+14155550100",
      start: NOW + 3_600_000,
      customerId: "c1",
      agentId: "a1",
      vendorStatus: word,
    });
    const [observation] = adapter.reread(fake.records.get(id) ?? {}, stampOf(NOW)).observations;
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
    const isForgetful = adapterOf(definition).forgetsWhenDue === true;
    const ends = isForgetful ? "It drops callbacks when they are due." : "It keeps its records until they end.";
    const name = `## ${definition.vendor}\n\n${definition.description} ${ends}`;
    if (rows.length > 0) return `${name}\n\n${table(["vendor status", "status", "basis", "outcome"], rows)}`;
    return (
      `${name}\n\nIts scheduled callbacks have no status: the gateway derives it (\`DERIVED\`) from the window and the ` +
      "clock, until another interface of the vendor reports one."
    );
  });
  const results = GENESYS_CALL_RESULTS.map(([word], number) => {
    const category = mapGenesysCallResult(number, null)?.category ?? "UNKNOWN";
    return [String(number), code(word), code(category), code(endedStatus(category))];
  });
  return `# Statuses

Generated from the definitions by \`npm run docs\`: do not edit.

All vendors' statuses are mapped to one life cycle. \`statusBasis\` says whether the vendor stated the status (\`REPORTED\`) or
the gateway inferred it from the record and the clock (\`DERIVED\`). \`vendorStatus\` keeps the vendor's status verbatim.

${table(
  ["status", "open", "meaning"],
  statuses.map(([status, meaning]) => [code(status), isOpenStatus(status) ? "yes" : "no", meaning]),
)}

A vendor status that is not listed below is mapped to \`UNKNOWN\` (\`REPORTED\`) and stored verbatim. A \`DERIVED\` status becomes
\`QUEUED\` when the window begins and \`ENDED\` when it ends. It never becomes \`COMPLETED\`, because time that has passed says
nothing about the call.

## When a callback is ENDED

A callback also ends when the vendor does not report its end. A later status of the vendor replaces \`ENDED\`; a record that
returns has its status again.

${table(
  ["event", "at vendors that keep their records", "at vendors that drop them when they are due"],
  [
    [
      "a `DERIVED` open status, or `UNKNOWN`",
      "`ENDED` at the end of the window; without one, 31 days after its start or its last change, whichever is later",
      "the same",
    ],
    ["another `REPORTED` open status", "stays while the vendor returns the record", "the same"],
    ["an open record is absent before its window", "`ENDED`: it was removed", "`ENDED`: it was removed"],
    [
      "an open record is absent from the start of its window on",
      "`ENDED`: it was removed",
      "`QUEUED` until the end of the window, then `ENDED`",
    ],
    ["a record with a final status is absent", "keeps its status", "keeps its status"],
  ],
)}

Absent means that a complete list, or a complete response to a query by its key, lacked the record twice. It is published as one change of
kind \`GONE\`, with the status before and \`ENDED\`; it matches filters on either status. An outage, a rejected call or a part of
a list is not an absence.

## Due and overdue

\`dueAt\` is the time by which the customer was promised a call, by the source's setting \`promise\`. \`isOverdue\` is true while
the status is one of ${WAITING_STATUSES.map(code).join(", ")} and \`dueAt\` has passed. Lists, statistics and the wallboard use
both.

${table(
  ["callback", "dueAt"],
  [
    ["with a window that has an end", "that end"],
    ["with a window without an end", "its start + `promise.graceMs` (default 900000: 15 minutes)"],
    ["as soon as possible, without an end", "its creation + `promise.asapMs` (default null: nothing is promised)"],
    ["without any of these", "null"],
  ],
)}

## Waiting, attempts and promises

Lists, statistics, \`callbackPerformance\` and the wallboard use these definitions. They follow from the set of a callback's
observations: the order in which responses arrive, and how often, changes nothing.

${table(
  ["field", "definition"],
  [
    [
      "`waitingSince`",
      "as soon as possible: the creation, else the first observation. Otherwise the start of the window. Null before that, and for a callback that ended before. It stays after the end of a callback",
    ],
    [
      "`firstAttemptAt`",
      "the first attempt, by the vendor's clock if the record says when it was; else the first observation that shows one: `IN_PROGRESS`, `RETRYING`, `COMPLETED`, a call that failed, or a count of attempts. An offer to an agent is none while the vendor counts no attempt",
    ],
    [
      "`endedAt`",
      "when the status became final, by the vendor's clock if the record says so, else when that was observed. By the clock or by absence: the end of the window, or the first response without the record",
    ],
    ["`statusChangedAt`", "when the status last changed"],
  ],
)}

\`promise\` says whether the customer was called by \`dueAt\`:

${table(
  ["promise", "when"],
  [
    ["`KEPT`", "the first attempt was made at or before `dueAt`"],
    ["`BROKEN`", "it was made later; or the callback ended at or after `dueAt` without one; or it is overdue now"],
    ["`PENDING`", "there was no attempt yet, and `dueAt` lies ahead"],
    ["`NONE`", "nothing was promised, or the callback ended before `dueAt` without an attempt"],
    [
      "`UNKNOWN`",
      "the vendor does not show attempts, as Webex without its Search API; or the attempt is only known to lie between two observations, and `dueAt` lies between them as well",
    ],
  ],
)}

The rate is \`KEPT ÷ (KEPT + BROKEN)\`, given together with the number of \`UNKNOWN\` ones.

\`orderBy: { field: URGENCY }\` lists the callbacks that wait first, the ones longest overdue at the top: by \`dueAt\`, then by
the start of the window, then by creation. The settings of promises are applied to stored callbacks when the gateway starts.

## Outcomes

The outcome is the result of the call. If a vendor's status only says that a callback has ended, the outcome determines the
status:

${table(
  ["outcome", "status", "meaning"],
  outcomes.map(([category, meaning]) => [code(category), code(endedStatus(category)), meaning]),
)}

${vendors.join("\n\n")}

## GENESYS: call_result

For the vendor statuses 8 and 9, \`call_result\` determines how the callback ended.

${table(["number", "name", "outcome", "status for 8 and 9"], results)}
`;
}

describe("docs/statuses.md", () => {
  it("is printed as the definitions have it: otherwise run `npm run docs`", async () => {
    await expect(printPage()).toMatchFileSnapshot("../docs/statuses.md");
  });

  it("contains every status, every outcome and every vendor", () => {
    const page = printPage();
    const names = [...Object.keys(CALLBACK_STATUSES), ...Object.keys(CALL_OUTCOME_CATEGORIES)];
    expect(names.filter((name) => !page.includes(`| \`${name}\``))).toEqual([]);
    expect(ADAPTERS.filter(({ vendor }) => !page.includes(`\n## ${vendor}\n`))).toEqual([]);
  });
});
