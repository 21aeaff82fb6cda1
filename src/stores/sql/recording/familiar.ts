import { isDeepStrictEqual } from "node:util";
import type { Kysely } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import { comparableText } from "../../../domain/change/comparable.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { JsonObject } from "../../../lib/json.js";
import type { Observation } from "../../../domain/change/observation.js";
import { statusOf } from "../../../domain/ending.js";
import type { RequestStamp } from "../../../domain/change/request-stamp.js";
import type { CallbackStatus } from "../../../domain/status.js";
import type { KnownRow } from "../callbacks/row-cache.js";
import { seeSheets, type Sheet } from "./sheets.js";
import { readSightings, type Reading } from "./sightings.js";
import type { Tables } from "../schema/tables.js";

/** A look that says nothing new. */
export interface FamiliarLook {
  readonly rowId: number;
  readonly revision: number;
  /** Whether it is noted already that the row was seen again. */
  readonly isNoted: boolean;
}

/** Looks that say nothing new: by far the most. */
export interface FamiliarLooks {
  /**
   * For each look, where it says nothing new, what it was at, else null: a later look at a record that was found to be the
   * same as this very revision of the row. Reads no contents. Runs in the transaction that compares.
   */
  find(db: Kysely<Tables>, observations: readonly Observation[]): Promise<readonly (FamiliarLook | null)[]>;
  /** True for a later look at a record that is the same; remembered. */
  isUnchanged(row: KnownRow, seen: Observation): boolean;
  /** The whole sheets that these looks are all at, as far as this process knows, and when; null where others are among them. */
  sheetsOf(observations: readonly Observation[]): ReadonlyMap<Sheet, RequestStamp> | null;
  /** Remembers what was put on sheets, once that is committed. */
  learn(put: ReadonlyMap<Callback, Sheet>): void;
}

/** What a record was compared with. All of it is the same for as long as the row's revision is. */
interface Compared {
  readonly record: object;
  readonly rowId: number;
  readonly revision: number;
  readonly publishedStatus: CallbackStatus;
  readonly statusChangedAt: Instant;
  readonly endsAt: Instant | null;
  sheet: Sheet | null;
}

/** Remembers what was compared by the objects: whoever reads an equal record again gives the same ones. */
export function createFamiliarLooks(reading: Reading): FamiliarLooks {
  const compared = new WeakMap<Callback, Compared>();
  const recall = (seen: Observation): Compared | null => {
    const known = compared.get(seen.callback);
    return known?.record === seen.vendorRecord && isStill(known, seen) ? known : null;
  };
  return {
    async find(db, observations) {
      const mayBe = observations.map(recall);
      const noted = await seeSheets(db, sheetsIn(observations, mayBe), reading.templates);
      const isNoted = (known: Compared): boolean => known.sheet !== null && noted.has(known.sheet);
      const others = mayBe.flatMap((known) => (known === null || isNoted(known) ? [] : known.rowId));
      const sightings = await readSightings(db, [...new Set(others)], reading);
      return mayBe.map((known, index) => {
        if (known === null) return null;
        const { rowId, revision } = known;
        if (isNoted(known)) return { rowId, revision, isNoted: true };
        const [last, seen] = [sightings.get(rowId), observations[index]];
        if (last === undefined || seen === undefined) return null;
        const isLater = last.revision === revision && seen.requestNumber > last.requestNumber;
        return isLater ? { rowId, revision, isNoted: false } : null;
      });
    },
    isUnchanged({ revision, stored }, seen) {
      const { rowId, publishedStatus, statusChangedAt, endsAt } = stored;
      const known = {
        record: seen.vendorRecord,
        rowId,
        revision,
        publishedStatus,
        statusChangedAt,
        endsAt,
        sheet: null,
      };
      if (!stored.isPresentAtVendor || stored.absentSince !== null || seen.requestNumber <= stored.requestNumber)
        return false;
      if (stored.callback.statusBasis === "REPORTED" && stored.statusReportedAt === null) return false;
      if (!isStill(known, seen) || !isSame(stored.callback, seen.callback)) return false;
      if (!isSameSaid(stored.vendorRecord, seen.vendorRecord)) return false;
      compared.set(seen.callback, known);
      return true;
    },
    sheetsOf(observations) {
      const [first] = observations;
      if (first === undefined || (compared.get(first.callback)?.sheet ?? null) === null) return null;
      const known = observations.map(recall);
      const sheets = sheetsIn(observations, known);
      const isAll = known.every((one) => one !== null && one.sheet !== null && sheets.has(one.sheet));
      return isAll ? sheets : null;
    },
    learn(put) {
      for (const [callback, sheet] of put) {
        const known = compared.get(callback);
        if (known !== undefined) known.sheet = sheet;
      }
    },
  };
}

/** The sheets of which all rows are among the observations, each by one request. */
function sheetsIn(observations: readonly Observation[], known: readonly (Compared | null)[]): Map<Sheet, RequestStamp> {
  const seen = new Map<Sheet, { readonly stamp: RequestStamp; readonly rowIds: Set<number> } | null>();
  for (const [index, { requestNumber, observedAt }] of observations.entries()) {
    const { sheet = null, rowId = 0 } = known[index] ?? {};
    if (sheet === null) continue;
    const rows = seen.get(sheet);
    if (rows === undefined) {
      seen.set(sheet, { stamp: { requestNumber, requestedAt: observedAt }, rowIds: new Set([rowId]) });
    } else if (rows?.stamp.requestNumber === requestNumber) rows.rowIds.add(rowId);
    else seen.set(sheet, null);
  }
  const whole = new Map<Sheet, RequestStamp>();
  for (const [sheet, rows] of seen) if (rows?.rowIds.size === sheet.size) whole.set(sheet, rows.stamp);
  return whole;
}

/** A difference is nearly always one of plain values: what is made of others is compared last. */
function isSame<Whole extends object>(known: Whole, seen: Whole): boolean {
  if (known === seen) return true;
  for (const name of Object.keys(seen) as (keyof Whole)[]) {
    if (seen[name] !== known[name] && (typeof seen[name] !== "object" || seen[name] === null)) return false;
  }
  return isDeepStrictEqual(known, seen);
}

/** A list that comes in another order each time is not written each time. */
function isSameSaid(known: JsonObject, seen: JsonObject): boolean {
  return isSame(known, seen) || comparableText(known) === comparableText(seen);
}

/** Whether a look finds the status that was told last: one that is derived moves with the clock. */
function isStill(
  { publishedStatus, statusChangedAt, endsAt }: Pick<Compared, "publishedStatus" | "statusChangedAt" | "endsAt">,
  { callback, observedAt }: Observation,
): boolean {
  return publishedStatus === statusOf({ callback, endsAt }, Math.max(observedAt, statusChangedAt));
}
