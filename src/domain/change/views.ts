import type { Callback, Customer } from "../callback.js";
import { isOpenStatus, type StatusReading } from "../status.js";
import type { Instant } from "../time/instant.js";
import { addMilestones, mergeMilestones, milestonesOf, type Milestones } from "./milestones.js";
import type { Observation, RememberedCallback } from "./observation.js";
import { chooseStatus, isNewer, readingOf } from "./precedence.js";

/** One kind of record by which a vendor shows a callback, such as `schedule` or `task`. */
export type ViewName = string;

type StatusField = keyof StatusReading;
type IdentityField = "source" | "vendor" | "vendorId" | "lookupNumber";
/** The fields that are merged: the parts of a status together, by one order for final and one for open statuses. */
export type MergedField =
  | Exclude<keyof Callback, StatusField | IdentityField>
  | "finalStatus"
  | "openStatus"
  | "vendorRecord";

/**
 * How the records that a vendor's interfaces show of one callback become one callback. A value is taken from the first view
 * of its order that has one: null and UNKNOWN are none. Of two statuses, REPORTED wins over DERIVED, then a final one over
 * an open one, then the order.
 */
export interface ViewRules {
  /** The views, the one first whose values win. */
  readonly order: readonly ViewName[];
  /** Fields with another order. A view that is left out does not show the field. */
  readonly fields?: Readonly<Partial<Record<MergedField, readonly ViewName[]>>>;
  /** Views whose record the vendor never removes: a callback that has one is not absent. Default: none. */
  readonly lasting?: readonly ViewName[];
  /** Set if records with different ids can be one callback. Default: each id is a callback. */
  readonly matching?: ViewMatching;
}

/** Finds out which records are one callback. */
export interface ViewMatching {
  /** Only records of one group can be one callback. Null: this one is none but its own. */
  groupOf(callback: Callback): string | null;
  /** Depends on nothing but the records of the group, so that every order of arrival leads to the same callbacks. */
  match(views: readonly View[]): ViewMatches;
}

/** Which records of a group are one callback. */
export interface ViewMatches {
  /** By the id of a record that is another one's: the callback's id. */
  readonly callbackIds: ReadonlyMap<string, string>;
  /** Ids of records that may be one callback with several others, and so are none's but their own. */
  readonly ambiguous: ReadonlySet<string>;
}

/** The latest record of one kind. `callback.vendorId` is the record's own id. */
export interface View extends Pick<
  RememberedCallback,
  | "callback"
  | "vendorRecord"
  | "requestNumber"
  | "observedAt"
  | "statusReportedAt"
  | "statusRequestNumber"
  | "milestones"
> {
  readonly name: ViewName;
  /** The hash of an observation that changes nothing but the time of observation; null where there is none. */
  readonly contentHash: string | null;
  readonly comparable?: Observation["comparable"];
}

/** Several views as one observation of their callback. */
export interface MergedObservation
  extends Omit<Observation, "contentHash">, Pick<RememberedCallback, "statusReportedAt" | "statusRequestNumber"> {
  /** Null where the callback was merged from several views. */
  readonly contentHash: string | null;
}

/** Returns the view after an observation: any order leads to the same one. The identical object where nothing is new. */
export function applyToView(previous: View | null, name: ViewName, observed: Observation): View {
  const { callback, vendorRecord, contentHash, requestNumber, observedAt, comparable } = observed;
  const isReported = callback.statusBasis === "REPORTED";
  const known = previous === null ? null : milestonesOf(previous);
  const milestones = addMilestones(known, observed);
  const fresh: View = {
    name,
    callback,
    vendorRecord,
    contentHash,
    requestNumber,
    observedAt,
    ...(comparable === undefined ? {} : { comparable }),
    statusReportedAt: isReported ? observedAt : null,
    statusRequestNumber: isReported ? requestNumber : null,
    milestones,
  };
  if (previous === null) return fresh;
  const newer = isNewer(observed, previous);
  const reading = chooseStatus(previous, observed, newer);
  if (!newer && reading === null) return milestones === known ? previous : { ...previous, milestones };
  const status = reading?.statusBasis === "REPORTED" ? fresh : previous;
  return {
    ...(newer ? fresh : previous),
    callback: { ...(newer ? callback : previous.callback), ...(reading ?? readingOf(previous.callback)) },
    contentHash: newer && reading !== null ? contentHash : null,
    statusReportedAt: status.statusReportedAt,
    statusRequestNumber: status.statusRequestNumber,
    milestones,
  };
}

/** Returns the milestones of a callback; `views` has at least one. */
export function milestonesOfViews(views: readonly View[]): Milestones {
  const [first, ...others] = views.map(milestonesOf);
  if (first === undefined) throw new Error("a callback has at least one view");
  return mergeMilestones(first, others);
}

/** Merges the views of one callback; `views` has at least one. */
export function mergeViews(views: readonly View[], rules: ViewRules, vendorId: string): MergedObservation {
  // A store may return them in any order.
  const [first] = [...inOrder(views, rules.order), ...views];
  if (first === undefined) throw new Error("a callback has at least one view");
  const ordered = (field: MergedField): View[] => inOrder(views, rules.fields?.[field] ?? rules.order);
  const status = chooseView(ordered);
  const record = ordered("vendorRecord")[0] ?? first;
  const latest = views.reduce((last, view) => (view.requestNumber > last.requestNumber ? view : last));
  const isFinal = !isOpenStatus(status.callback.status);
  const given = (field: "firstAttemptAt" | "endedAt"): Partial<Callback> => {
    const at = firstValue(ordered(field), field) ?? null;
    return at === null ? {} : { [field]: at };
  };
  const value = <Field extends MergedField & keyof Callback>(field: Field): Callback[Field] =>
    firstValue(ordered(field), field) ?? first.callback[field];
  return {
    callback: {
      source: first.callback.source,
      vendor: first.callback.vendor,
      vendorId,
      ...readingOf(status.callback),
      timing: value("timing"),
      channel: value("channel"),
      ...mergeCustomers(ordered("customer")),
      window: value("window"),
      nextAttemptAt: isFinal ? null : value("nextAttemptAt"),
      attemptCount: value("attemptCount"),
      ...given("firstAttemptAt"),
      ...given("endedAt"),
      outcome: value("outcome"),
      assignment: value("assignment"),
      routing: mergeParts(ordered("routing").map(({ callback }) => callback.routing)) ?? first.callback.routing,
      // A view that an earlier version stored has none.
      queue: value("queue") ?? null,
      reason: value("reason"),
      origin: value("origin"),
      originInteractionId: value("originInteractionId"),
      estimate: value("estimate"),
      createdAt: value("createdAt"),
      updatedAt: latestOf(views.map(({ callback }) => callback.updatedAt)),
    },
    vendorRecord: record.vendorRecord,
    ...(record.comparable === undefined ? {} : { comparable: record.comparable }),
    contentHash: views.length === 1 ? first.contentHash : null,
    requestNumber: latest.requestNumber,
    observedAt: latest.observedAt,
    statusReportedAt: status.statusReportedAt,
    statusRequestNumber: status.statusRequestNumber,
  };
}

function inOrder(views: readonly View[], order: readonly ViewName[]): View[] {
  return order.flatMap((name) => views.filter((view) => view.name === name).toSorted(byId));
}

function byId(a: View, b: View): number {
  return a.callback.vendorId < b.callback.vendorId ? -1 : 1;
}

/** Returns the view whose status is the callback's. */
function chooseView(ordered: (field: MergedField) => View[]): View {
  const [finals, opens] = [ordered("finalStatus"), ordered("openStatus")];
  const isReported = ({ callback }: View): boolean => callback.statusBasis === "REPORTED";
  const isFinal = ({ callback }: View): boolean => !isOpenStatus(callback.status);
  // UNKNOWN says as little as a missing value.
  const isOpen = (view: View): boolean => !isFinal(view) && view.callback.status !== "UNKNOWN";
  const chosen =
    finals.find((view) => isReported(view) && isFinal(view)) ??
    opens.find((view) => isReported(view) && isOpen(view)) ??
    opens.find(isOpen) ??
    finals.find(isFinal) ??
    opens[0] ??
    finals[0];
  if (chosen === undefined) throw new Error("no view of the callback has a status");
  return chosen;
}

/** Returns the first value that says something, else the first UNKNOWN one; null if no view has any. */
function firstValue<Field extends keyof Callback>(views: readonly View[], field: Field): Callback[Field] | null {
  const values = views.map(({ callback }) => callback[field]);
  return values.find(hasValue) ?? values.find((value) => value !== null && value !== undefined) ?? null;
}

/** False for a value that says nothing: null, UNKNOWN, and an origin or an outcome of the category UNKNOWN. */
function hasValue(value: Callback[keyof Callback]): boolean {
  if (value === null || value === undefined || value === "UNKNOWN") return false;
  return typeof value !== "object" || !("category" in value) || value.category !== "UNKNOWN";
}

/** Merges the customers: the number to call and the number that the vendor finds it by are of one view. */
function mergeCustomers(views: readonly View[]): Pick<Callback, "customer" | "lookupNumber"> {
  const customers = views.map(({ callback }) => callback.customer);
  const numbered = views.find(({ callback }) => callback.customer.phoneNumberRaw !== null)?.callback;
  const merged = mergeParts(customers);
  if (merged === null) throw new Error("no view of the callback has a customer");
  if (numbered === undefined) return { customer: merged };
  const { phoneNumber, phoneNumberRaw }: Customer = numbered.customer;
  const { lookupNumber } = numbered;
  return { customer: { ...merged, phoneNumber, phoneNumberRaw }, ...(lookupNumber !== undefined && { lookupNumber }) };
}

/** The first value of each member; null if there is no object. */
function mergeParts<Part extends object>(parts: readonly Part[]): Part | null {
  const [first] = parts;
  if (first === undefined) return null;
  const merged = { ...first };
  for (const name of Object.keys(first) as (keyof Part)[]) {
    const holder = parts.find((part) => part[name] !== null);
    if (holder !== undefined) merged[name] = holder[name];
  }
  return merged;
}

function latestOf(times: readonly (Instant | null)[]): Instant | null {
  const given = times.filter((time) => time !== null);
  return given.length === 0 ? null : Math.max(...given);
}
