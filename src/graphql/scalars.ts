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

const RFC = "https://www.rfc-editor.org/rfc";

/** Resolvers return epoch milliseconds or a Date; an input becomes a Date. */
export const DateTime = change(GraphQLDateTime, {
  description: "An instant in ISO 8601, in UTC: `2025-04-08T14:30:00.000Z`.",
  specifiedByURL: `${RFC}/rfc3339`,
});
export const EmailAddress = change(GraphQLEmailAddress, {
  description: "An e-mail address.",
  specifiedByURL: `${RFC}/rfc5322#section-3.4.1`,
});
export const NonNegativeInt = change(GraphQLNonNegativeInt, {
  description: "An integer of 0 or more.",
  specifiedByURL: `${RFC}/rfc8259#section-6`,
});
export const JSONObject = change(GraphQLJSONObject, {
  description: "A JSON object.",
  specifiedByURL: `${RFC}/rfc8259#section-4`,
});

/** Takes any text: the window of a mutation names the field of an invalid one in its userErrors. */
export const LocalDate = change(GraphQLLocalDate, {
  description: "A local date: `2025-04-08`.",
  specifiedByURL: `${RFC}/rfc3339#section-5.6`,
  ...takes((text) => text),
});

/** Milliseconds inside. */
export const Duration = change(GraphQLDuration, {
  description: "A duration in ISO 8601: `PT10S`, `PT1H30M`.",
  specifiedByURL: `${RFC}/rfc3339#appendix-A`,
  serialize: (value) => toIsoDuration(value as DurationMs),
  ...takes(parseIsoDuration),
});

/** The library's own check takes offsets for zones, and builds two formatters for every value that is shown. */
export const TimeZone = change(GraphQLTimeZone, {
  description: "An IANA time zone name: `Europe/Berlin`.",
  specifiedByURL: "https://www.iana.org/time-zones",
  serialize: (value) => value,
  ...takes((text) => {
    if (findZone(text) === null) throw new TypeError("expected an IANA time zone such as Europe/Berlin");
    return text;
  }),
});

/** The library's own pattern takes exponential time on long rows of digits, and lets numbers pass that are none. */
export const PhoneNumber = change(GraphQLPhoneNumber, {
  description:
    "A telephone number in E.164: `+15551234567`. Arguments may contain spaces, hyphens, brackets or `tel:`; any other " +
    "text, an extension, and a placeholder for a withheld number are rejected with the field's name.",
  specifiedByURL: "https://www.itu.int/rec/T-REC-E.164",
  serialize: (value) => value,
  ...takes((text) => {
    const read = readPhoneNumber(text, null);
    // Any other text is passed on: the resolver names the field, in its userErrors or in BAD_USER_INPUT.
    return "e164" in read ? read.e164 : text;
  }),
});

const LOCAL_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/u;

/** As precise as the vendor holds it: the library insists on milliseconds or none. Takes any text, as LocalDate does. */
export const LocalTime = change(GraphQLLocalTime, {
  description: "A local time of day: `14:30` or `14:30:00`.",
  specifiedByURL: `${RFC}/rfc3339#section-5.6`,
  ...takes((text) => text),
  serialize: (value) => {
    if (typeof value !== "string" || !LOCAL_TIME.test(value)) throw new TypeError("expected a time of day");
    return value;
  },
});

/** As the vendor holds it: the library would rewrite it. */
export const Url = change(GraphQLURL, {
  description: "A URL.",
  specifiedByURL: `${RFC}/rfc3986`,
  serialize: (value) => {
    if (typeof value !== "string" || !URL.canParse(value)) throw new TypeError("expected a URL");
    return value;
  },
});

type ScalarConfig = GraphQLScalarTypeConfig<unknown, unknown>;

/** A scalar of the library, with another description, the page that specifies its format, and changed behaviour. */
function change(
  scalar: GraphQLScalarType,
  changes: Partial<ScalarConfig> & Required<Pick<ScalarConfig, "description" | "specifiedByURL">>,
): GraphQLScalarType {
  const config: ScalarConfig = { ...scalar.toConfig(), ...changes };
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
