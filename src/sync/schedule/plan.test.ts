import { describe, expect, it } from "vitest";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { syncSchema } from "../../config/settings-sections.js";
import { planSync, type OpenTarget, type QueryOptions, type SyncPlan } from "./plan.js";

const INTERVALS = syncSchema.parse({});
const NOW = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

interface Given {
  readonly number?: string | null;
  readonly agent?: string;
  readonly inMs: number;
}

function targets(...given: readonly Given[]): OpenTarget[] {
  return given.map(({ number, agent, inMs }, index) => ({
    vendorId: `c${index}`,
    customer: { phoneNumberRaw: number === undefined ? `+1${index}` : number, contactId: null },
    assignment: agent === undefined ? null : { agentId: agent },
    timing: "SCHEDULED",
    status: "SCHEDULED",
    windowStart: NOW + inMs,
    windowEnd: null,
    nextAttemptAt: null,
    statusChangedAt: NOW,
  }));
}

const byNumber: QueryOptions = {
  watched: [],
  queryFor: ({ vendorId, customer: { phoneNumberRaw } }): VendorQuery =>
    phoneNumberRaw === null ? { by: "id", vendorId } : { by: "phoneNumber", phoneNumber: phoneNumberRaw },
  discovery: null,
  hasFullList: false,
  listPages: 0,
};
const byAgent: QueryOptions = {
  ...byNumber,
  groupFor: ({ assignment }) => {
    const agentId = assignment?.agentId ?? null;
    return agentId === null ? null : { by: "agent", agentId };
  },
  pageSize: 100,
};
const byList: QueryOptions = {
  ...byNumber,
  groupFor: () => ({ by: "openList" }),
  pageSize: 500,
  discovery: { by: "openList" },
  hasFullList: true,
};

const plan = (open: readonly OpenTarget[], options: QueryOptions, perMinute = 270): SyncPlan =>
  planSync(open, options, { intervals: INTERVALS, now: NOW, perMinute });
/** The requested keys of each lane. */
const requested = ({ keys }: SyncPlan): string[] =>
  [...keys.values()]
    .filter(({ coveredBy }) => coveredBy === null)
    .map(({ key, lane }) => `${lane} ${key}`)
    .toSorted();

const SOON = 5 * MINUTE;
const LATER = 60 * MINUTE;
const FAR = 3 * DAY;

describe("the plan of a source", () => {
  it("polls each open callback by its narrowest query, as often as its time requires", () => {
    const open = targets({ inMs: SOON }, { inMs: LATER }, { inMs: FAR }, { inMs: FAR, number: null });
    expect(requested(plan(open, byNumber))).toEqual([
      "far id:c3",
      "far phoneNumber:+12",
      "hot phoneNumber:+10",
      "today phoneNumber:+11",
    ]);
  });

  it("polls callbacks of one number together, as often as the most urgent requires", () => {
    const open = targets({ inMs: FAR, number: "+1" }, { inMs: SOON, number: "+1" });
    const { keys } = plan(open, byNumber);
    expect([...keys.values()]).toMatchObject([{ key: "phoneNumber:+1", lane: "hot", members: ["c0", "c1"] }]);
  });

  it("polls keys of the settings even without open callbacks, to find new ones", () => {
    const watched: VendorQuery[] = [
      { by: "agent", agentId: "a" },
      { by: "phoneNumber", phoneNumber: "+19" },
    ];
    expect(requested(plan([], { ...byNumber, watched }))).toEqual(["today agent:a", "today phoneNumber:+19"]);
  });

  it("uses an agent's list for many callbacks, and their numbers if the list costs more", () => {
    const many = targets(...Array.from({ length: 30 }, () => ({ inMs: FAR, agent: "a" })));
    expect(requested(plan(many, byAgent))).toEqual(["far agent:a"]);
    const one = targets({ inMs: FAR, agent: "a" });
    expect(requested(plan(one, byAgent))).toEqual(["far phoneNumber:+10"]);
  });

  it("does not read a long list as often as its one urgent callback requires", () => {
    const given = [{ inMs: SOON, agent: "a" }, ...Array.from({ length: 450 }, () => ({ inMs: FAR, agent: "a" }))];
    // Five requests for the list, one for the number.
    expect(requested(plan(targets(...given), byAgent))).toEqual(["far agent:a", "hot phoneNumber:+10"]);
    const short = given.slice(0, 50);
    expect(requested(plan(targets(...short), byAgent))).toEqual(["hot agent:a"]);
  });

  it("polls a number of the settings itself, though its callback's agent is polled as well", () => {
    const watched: VendorQuery[] = [{ by: "phoneNumber", phoneNumber: "+10" }];
    const open = targets({ inMs: FAR, agent: "a" }, { inMs: FAR, agent: "a" }, { inMs: FAR, agent: "a" });
    expect(requested(plan(open, { ...byAgent, watched }))).toEqual(["far agent:a", "today phoneNumber:+10"]);
  });

  it("finds new callbacks by the open list, and reads the whole one in its own time", () => {
    expect(requested(plan([], byList))).toEqual(["full list", "today openList"]);
    const open = targets(...Array.from({ length: 1000 }, (_, index) => ({ inMs: index < 50 ? SOON : FAR })));
    const planned = plan(open, { ...byList, listPages: 402 });
    expect(requested(planned)).toEqual(["full list", "hot openList"]);
    expect(planned.demand).toEqual({ hot: 3, today: 0, far: 0, full: 402 });
  });

  it("counts the requests of a list that is the only query of a vendor, and reads it for the most urgent callback", () => {
    const listOnly = {
      ...byList,
      hasFullList: false,
      listPages: 20,
      discovery: { by: "list" },
      groupFor: () => null,
    } as const;
    const open = targets({ inMs: FAR }, { inMs: SOON });
    const planned = plan(open, { ...listOnly, queryFor: () => ({ by: "list" }) });
    expect(requested(planned)).toEqual(["hot list"]);
    expect(planned.demand).toEqual({ hot: 20, today: 0, far: 0, full: 0 });
  });

  it("polls the vendor's spelling of a number, and the other one at the longest interval", () => {
    const otherForms = (number: string): string[] => [number.startsWith("+") ? number.slice(1) : `+${number}`];
    const watched: VendorQuery[] = [
      { by: "phoneNumber", phoneNumber: "+15" },
      { by: "phoneNumber", phoneNumber: "+16" },
    ];
    const open = targets({ inMs: FAR, number: "15" });
    expect(requested(plan(open, { ...byNumber, watched, otherForms }))).toEqual([
      "full phoneNumber:+15",
      "full phoneNumber:16",
      "today phoneNumber:+16",
      "today phoneNumber:15",
    ]);
  });

  it("estimates the delay: of callbacks that are due soon, and of the others", () => {
    const open = targets(...Array.from({ length: 2000 }, (_, index) => ({ inMs: index % 20 === 0 ? SOON : FAR })));
    const { delays } = plan(open, byNumber);
    expect(delays.hot).toBeGreaterThan(30_000);
    expect(delays.hot).toBeLessThan(40_000);
    expect(delays.others).toBeGreaterThan(30 * MINUTE);
    expect(plan(open, byNumber, Number.POSITIVE_INFINITY).delays).toEqual({ hot: 15_000, others: 900_000 });
  });

  it("takes a second for ten thousand callbacks, not a minute", () => {
    const open = targets(
      ...Array.from({ length: 10_000 }, (_, index) => ({ inMs: index * 1000, agent: `a${index % 50}` })),
    );
    expect(plan(open, byAgent).keys.size).toBeGreaterThan(10_000);
  });
});
