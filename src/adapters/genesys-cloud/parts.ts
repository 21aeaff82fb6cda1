import { z } from "zod";
import { isPresentable, type Instant } from "../../domain/time/instant.js";
import { parseIsoInstant } from "../../domain/time/iso-instant.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";

/** The declarations of the parts of a record. An invalid part is null, or left out of its list. */

/** Text, also of a number; blank is null. */
export const text = z
  .union([z.string(), z.number()])
  .transform((value) => (String(value).trim() === "" ? null : String(value)))
  .nullable()
  .catch(null);

/** True only if sent as true. */
export const flag = z
  .union([z.boolean(), z.string().transform((value) => value.trim().toLowerCase() === "true")])
  .catch(false);

/** An instant in ISO 8601. */
export const instant = z.string().transform(parseIsoInstant).nullable().catch(null);

/** Numbers to call, without blank ones: an empty list of the vendor's is `[""]`. */
export const numbers = listOf(z.union([z.string(), z.number()])).transform((list) =>
  list.filter((value) => String(value).trim() !== ""),
);

/** A time in ISO 8601, or in milliseconds since the epoch, as the vendor's events have it. */
export const moment = z.unknown().transform((sent): { readonly at: Instant | null; readonly isInvalid: boolean } => {
  if (sent === undefined || sent === null || sent === "" || sent === 0) return { at: null, isInvalid: false };
  const at = typeof sent === "number" ? epoch(sent) : typeof sent === "string" ? readTime(sent) : null;
  return { at, isInvalid: at === null };
});

/** A list; elements that do not parse are left out. */
export function listOf<Item>(
  item: z.ZodType<Item>,
): z.ZodCatch<z.ZodPipe<z.ZodArray<z.ZodUnknown>, z.ZodTransform<Item[], unknown[]>>> {
  return z
    .array(z.unknown())
    .transform((sent) =>
      sent.flatMap((one) => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    )
    .catch([]);
}

/** An object with an id; null for anything else. */
export const reference = z
  .object({ id: text })
  .transform(({ id }) => id)
  .catch(null);

function readTime(sent: string): Instant | null {
  return /^\s*\d{11,}\s*$/u.test(sent) ? epoch(Number(sent)) : parseIsoInstant(sent);
}

function epoch(ms: number): Instant | null {
  return Number.isSafeInteger(ms) && ms > 0 && isPresentable(ms) ? ms : null;
}

/** Returns the fields that have a value. */
export function dropNulls(fields: Readonly<Record<string, JsonValue>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
