import type { CallbackDetailsQuery } from "../../../schema/operations.js";
import { useLabels, useTimes, useWall, useWords } from "../data/wall.js";
import { sourceLabel, vendorName, type Labels } from "../labels.js";
import type { Times } from "../times.js";
import type { Words } from "../words/words.js";

/** A callback with its details. */
export type DetailedCallback = NonNullable<CallbackDetailsQuery["callback"]>;

type Fact = readonly [name: string, value: string | number | null | undefined];

/** Lists the fields that have a value. */
export function Facts({ callback }: { readonly callback: DetailedCallback }) {
  const { timeZone } = useWall();
  const times = useTimes();
  const customerTimes = useTimes(callback.window?.timeZone ?? timeZone);
  const words = useWords();
  const labels = useLabels();
  const facts = [
    ...timeFacts(callback, words, { times, timeZone, customerTimes }),
    ...placeFacts(callback, words, labels),
    ...vendorFacts(callback, words, times),
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value === null || value === undefined || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

interface Zones {
  readonly times: Times;
  readonly timeZone: string;
  /** In the zone of the window, where the vendor reports one. */
  readonly customerTimes: Times;
}

function timeFacts(callback: DetailedCallback, words: Words, { times, timeZone, customerTimes }: Zones): Fact[] {
  const { details, records } = words;
  const { facts } = details;
  const at = (instant: string | null | undefined): string | null =>
    typeof instant === "string" ? times.full(Date.parse(instant)) : null;
  const { window, estimate } = callback;
  const customersZone = window?.timeZone ?? null;
  const isElsewhere = customersZone !== null && customersZone !== timeZone;
  return [
    [facts.window, window === null ? details.untimed : `${spanOf(window, times, words)} (${timeZone})`],
    [
      facts.localWindow,
      window !== null && isElsewhere ? `${spanOf(window, customerTimes, words)} (${customersZone})` : null,
    ],
    [facts.due, at(callback.dueAt)],
    [facts.promise, records.promises[callback.promise]],
    [facts.waitingSince, at(callback.waitingSince)],
    [facts.created, at(callback.createdAt)],
    [facts.firstAttempt, at(callback.firstAttemptAt)],
    [facts.nextAttempt, at(callback.nextAttemptAt)],
    [facts.attempts, callback.attemptCount],
    [facts.ended, at(callback.endedAt)],
    [facts.estimate, at(estimate?.callAt)],
    [facts.position, estimate?.waitlistPosition],
  ];
}

function placeFacts(callback: DetailedCallback, words: Words, labels: Labels): Fact[] {
  const { details, records } = words;
  const { facts } = details;
  const { queue, routing, assignment, outcome, origin } = callback;
  const agent = assignment?.agent ?? null;
  const assigned = assignment === null ? null : details.assignments[assignment.type];
  return [
    [facts.source, `${sourceLabel(callback.source)} (${vendorName(callback.vendor)})`],
    [queue === null ? facts.queue : records.queueKinds[queue.kind], queue === null ? null : labels.nameOrId(queue)],
    [facts.campaign, queue?.kind === "CAMPAIGN" ? null : routing.campaignId],
    [facts.agent, agent === null ? assigned : labels.nameOrId(agent)],
    [facts.reason, labels.visibleText(callback.reason)],
    [facts.outcome, outcome === null ? null : records.outcomes[outcome.category]],
    [facts.channel, details.channels[callback.channel]],
    [facts.origin, details.origins[origin.category]],
  ];
}

function vendorFacts(callback: DetailedCallback, { details }: Words, times: Times): Fact[] {
  const { facts } = details;
  const observed = times.full(Date.parse(callback.observedAt));
  return [
    [facts.observed, callback.isPresentAtVendor ? observed : `${observed}, ${details.absent}`],
    [facts.basis, callback.statusBasis === "DERIVED" ? details.derived : details.reported],
    [facts.vendorStatus, callback.vendorStatus],
    [facts.vendorId, callback.vendorId],
  ];
}

/** `Tue, 24 Nov, 10:00 until 11:00`; the day of the end only where it differs. */
export function spanOf(
  window: { readonly start: string; readonly end: string | null },
  times: Times,
  { details }: Pick<Words, "details">,
): string {
  const start = Date.parse(window.start);
  if (window.end === null) return times.full(start);
  const end = Date.parse(window.end);
  const isSameDay = times.date(start) === times.date(end);
  return details.until(times.full(start), isSameDay ? times.clock(end) : times.full(end));
}
