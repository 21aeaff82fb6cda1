import type { CallbackDetailsQuery } from "../../../schema/operations.js";
import { useTimes, useWall } from "../data/wall.js";
import { nameOrId, sentence, visibleText, vendorName } from "../labels.js";

/** A callback with its details. */
export type DetailedCallback = NonNullable<CallbackDetailsQuery["callback"]>;

/** Lists the fields that have a value. */
export function Facts({ callback }: { readonly callback: DetailedCallback }) {
  const times = useTimes();
  const { timeZone } = useWall();
  const at = (instant: string | null | undefined): string | null =>
    typeof instant === "string" ? times.full(Date.parse(instant)) : null;
  const { window, queue, routing, assignment, outcome, estimate, origin } = callback;
  const facts: readonly (readonly [string, string | number | null | undefined])[] = [
    ["Source", `${callback.source.name} (${vendorName(callback.vendor)})`],
    ["Vendor id", callback.vendorId],
    ["Vendor status", callback.vendorStatus],
    [
      "Status basis",
      callback.statusBasis === "DERIVED" ? "derived from the record and the clock" : "reported by the vendor",
    ],
    ["Window", window === null ? "no time agreed" : span(at(window.start), at(window.end), timeZone)],
    ["Local window", typeof window?.timeZone === "string" ? localWindowText(window) : null],
    ["Deadline", at(callback.dueAt)],
    ["Next attempt", at(callback.nextAttemptAt)],
    ["CommandRunner", callback.attemptCount],
    ["Reason", visibleText(callback.reason)],
    ["Outcome", outcome === null ? null : `${sentence(outcome.category)} (${outcome.label})`],
    ["Assigned to", assignment === null ? null : assigneeText(assignment)],
    [queue === null ? "Queue" : sentence(queue.kind), queue === null ? null : queueText(queue)],
    ["Queue id", routing.queueId],
    ["Campaign", routing.campaignId],
    ["Call target", routing.callTargetId],
    ["Channel", sentence(callback.channel)],
    ["Origin", origin.vendorOrigin ?? sentence(origin.category)],
    ["Estimated for", at(estimate?.callAt)],
    ["Position in waiting list", estimate?.waitlistPosition],
    ["Last observed", at(callback.observedAt)],
    ["Present at vendor", callback.isPresentAtVendor ? null : "no longer"],
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

function queueText(queue: NonNullable<DetailedCallback["queue"]>): string {
  const name = nameOrId(queue);
  return name === queue.vendorId ? name : `${name} (${queue.vendorId})`;
}

function assigneeText({ type, agent }: NonNullable<DetailedCallback["assignment"]>): string {
  return agent === null ? sentence(type) : `${sentence(type)} ${nameOrId(agent)}`;
}

function span(start: string | null, end: string | null, timeZone: string): string {
  return `${start ?? ""}${end === null ? "" : ` until ${end}`} (${timeZone})`;
}

function localWindowText(window: NonNullable<DetailedCallback["window"]>): string {
  const { localDate, localStart, localEnd, timeZone } = window;
  const end = localEnd === null ? "" : `–${localEnd.slice(0, 5)}`;
  return `${localDate ?? ""} ${localStart?.slice(0, 5) ?? ""}${end} (${timeZone ?? ""})`;
}
