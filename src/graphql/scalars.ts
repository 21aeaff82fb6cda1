import { GraphQLScalarType, Kind, type GraphQLScalarTypeConfig, type ValueNode } from "graphql";
import {
  GraphQLDateTime,
  GraphQLDuration,
  GraphQLEmailAddress,
  GraphQLJSONObject,
  GraphQLLocalDate,
  GraphQLLocalTime,
  GraphQLNonNegativeInt,
  GraphQLPhoneNumber,
  GraphQLTimeZone,
  GraphQLURL,
} from "graphql-scalars";
import { Duration as LuxonDuration } from "luxon";
import type { DurationMs } from "../domain/time/instant.js";
import { readPhoneNumber } from "../domain/phone/phone-number.js";
import { findZone } from "../domain/time/zone.js";

/** Resolvers return epoch milliseconds or a Date; an input becomes a Date. */
export const DateTime = change(GraphQLDateTime, "An instant in ISO 8601, in UTC: `2025-04-08T14:30:00.000Z`.");
export const LocalDate = change(GraphQLLocalDate, "A local date: `2025-04-08`.");
export const EmailAddress = change(GraphQLEmailAddress, "An e-mail address.");
export const NonNegativeInt = change(GraphQLNonNegativeInt, "An integer of 0 or more.");
export const JSONObject = change(GraphQLJSONObject, "A JSON object.");

/** Milliseconds inside. */
export const Duration = change(GraphQLDuration, "A duration in ISO 8601: `PT10S`, `PT1H30M`.", {
  serialize: (value) => toIsoDuration(value as DurationMs),
  ...takes(parseIsoDuration),
});

/** The library's own check takes offsets for zones, and builds two formatters for every value that is shown. */
export const TimeZone = change(GraphQLTimeZone, "An IANA time zone name: `Europe/Berlin`.", {
  serialize: (value) => value,
  ...takes((text) => {
    if (findZone(text) === null) throw new TypeError("expected an IANA time zone such as Europe/Berlin");
    return text;
  }),
});

/** The library's own pattern takes exponential time on long rows of digits, and lets numbers pass that are none. */
export const PhoneNumber = change(
  GraphQLPhoneNumber,
  "A telephone number in E.164: `+15551234567`. Arguments may contain spaces, hyphens, brackets or `tel:`; an " +
    "extension or a placeholder for a withheld number is rejected.",
  {
    serialize: (value) => value,
    ...takes((text) => {
      const read = readPhoneNumber(text, null);
      if ("e164" in read) return read.e164;
      // Passed on as sent: the resolver names the field, as a mutation does in its userErrors.
      if (read.fault !== "NOT_A_NUMBER") return text;
      throw new TypeError("expected a number with its country code such as +15551234567");
    }),
  },
);

const LOCAL_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/u;

/** As precise as the vendor holds it: the library insists on milliseconds or none. */
export const LocalTime = change(GraphQLLocalTime, "A local time of day: `14:30` or `14:30:00`.", {
  serialize: (value) => {
    if (typeof value !== "string" || !LOCAL_TIME.test(value)) throw new TypeError("expected a time of day");
    return value;
  },
});

/** As the vendor holds it: the library would rewrite it. */
export const Url = change(GraphQLURL, "A URL.", {
  serialize: (value) => {
    if (typeof value !== "string" || !URL.canParse(value)) throw new TypeError("expected a URL");
    return value;
  },
});

/** A scalar of the library, with another description and, where that is needed, another behaviour. */
function change(
  scalar: GraphQLScalarType,
  description: string,
  changes: Partial<GraphQLScalarTypeConfig<unknown, unknown>> = {},
): GraphQLScalarType {
  const config: GraphQLScalarTypeConfig<unknown, unknown> = { ...scalar.toConfig(), description, ...changes };
  return new GraphQLScalarType(config);
}

/** Parses the input of a scalar, which is always text. */
function takes(parse: (text: string) => unknown): Partial<GraphQLScalarTypeConfig<unknown, unknown>> {
  const parseValue = (value: unknown): unknown => {
    if (typeof value !== "string") throw new TypeError("expected text");
    return parse(value);
  };
  return {
    parseValue,
    parseLiteral: (node: ValueNode) => parseValue(node.kind === Kind.STRING ? node.value : null),
  };
}

function parseIsoDuration(text: string): DurationMs {
  // A bare P or PT would be read as no time at all.
  const ms = /\d/u.test(text) ? LuxonDuration.fromISO(text).toMillis() : Number.NaN;
  if (!Number.isFinite(ms)) throw new TypeError("expected a duration in ISO 8601 such as PT10S");
  return ms;
}

/** The largest unit is hours: the length of a day or a month depends on the time zone. */
function toIsoDuration(ms: DurationMs): string {
  return LuxonDuration.fromMillis(Math.round(ms)).shiftTo("hours", "minutes", "seconds").toISO() ?? "PT0S";
}
