import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import type { UserErrorCode, UserErrorRowFragment } from "../../../schema/operations.js";
import type { Words } from "../words/words.js";

/** Reasons that are not the vendor's or the API's rules. */
type LocalCode = "MISSING" | "UNREACHABLE" | "UNKNOWN" | "FORBIDDEN" | "REJECTED" | "TOO_MANY";

/** Why a command was not executed. */
export interface CommandFailure {
  readonly code: UserErrorCode | LocalCode;
  /** The path of the form's field, such as `window.localStart`; null if no field is at fault. */
  readonly field: string | null;
  /** The rule in the API's words, which are English; null where the code says all. */
  readonly rule: string | null;
}

/** Codes whose message names a rule or another time, which the code alone does not. */
const WITH_RULE: ReadonlySet<UserErrorCode> = new Set<UserErrorCode>([
  "INVALID_INPUT",
  "SLOT_NOT_OFFERED",
  "NOT_AS_REQUESTED",
  "VENDOR_REJECTED",
  "UNSUPPORTED",
]);

/** After these the outcome is open or nothing was done: the same key makes sure that the vendor acts once. */
const REPEATABLE: ReadonlySet<CommandFailure["code"]> = new Set<CommandFailure["code"]>([
  ...(["VENDOR_UNAVAILABLE", "VENDOR_RATE_LIMITED", "AMBIGUOUS"] as const),
  ...(["UNREACHABLE", "UNKNOWN", "TOO_MANY"] as const),
]);

/** The form takes local times where the API's rules are about instants. */
const FORM_FIELDS: Readonly<Record<string, string>> = {
  "window.start": "window.localStart",
  "window.end": "window.localEnd",
};

const REJECTED_CODES = ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "QUERY_TOO_COMPLEX", "UNTRUSTED_DOCUMENT"];
const BUSY_CODES = ["RATE_LIMITED", "TOO_MANY_OPERATIONS"];

export function failureOf({ code, message, field }: UserErrorRowFragment): CommandFailure {
  const path = field?.join(".") ?? null;
  return {
    code,
    field: path === null ? null : (FORM_FIELDS[path] ?? path),
    rule: WITH_RULE.has(code) ? message : null,
  };
}

/** The failure of a request that returned no payload. */
export function failureOfError(error: unknown): CommandFailure {
  return { code: codeOf(error), field: null, rule: null };
}

/** Whether the command is sent with the same key if it is sent again. */
export function isRepeatable({ code }: CommandFailure): boolean {
  return REPEATABLE.has(code);
}

function codeOf(error: unknown): LocalCode {
  if (ServerError.is(error)) {
    const { statusCode } = error;
    if (statusCode === 403) return "FORBIDDEN";
    if (statusCode === 429) return "TOO_MANY";
    return statusCode < 500 ? "REJECTED" : "UNKNOWN";
  }
  if (!CombinedGraphQLErrors.is(error)) return "UNREACHABLE";
  const codes = error.errors.map(({ extensions }) => extensions?.["code"]);
  const hasOneOf = (some: readonly string[]): boolean => codes.some((code) => some.some((one) => one === code));
  if (hasOneOf(["FORBIDDEN"])) return "FORBIDDEN";
  if (hasOneOf(BUSY_CODES)) return "TOO_MANY";
  return hasOneOf(REJECTED_CODES) ? "REJECTED" : "UNKNOWN";
}

/** Returns the text for the viewer: by the code and the field, which every language can name. */
export function failureText({ code, field }: CommandFailure, { forms }: Pick<Words, "forms">): string {
  switch (code) {
    case "INVALID_INPUT":
      return (isFormField(field, forms) ? forms.invalid[field] : undefined) ?? forms.failures[code];
    case "MISSING":
      return forms.missing;
    case "UNREACHABLE":
      return forms.unreachable;
    case "UNKNOWN":
      return forms.unknown;
    case "FORBIDDEN":
      return forms.forbidden;
    case "REJECTED":
      return forms.rejected;
    case "TOO_MANY":
      return forms.tooMany;
    default:
      return forms.failures[code];
  }
}

function isFormField(field: string | null, { fields }: Words["forms"]): field is keyof Words["forms"]["fields"] {
  return field !== null && Object.hasOwn(fields, field);
}

/** The API's rule with the names of the form's fields in place of the API's; null if there is none. */
export function ruleText({ rule }: CommandFailure, { forms }: Pick<Words, "forms">): string | null {
  if (rule === null) return null;
  const names = Object.entries(forms.fields).sort(([a], [b]) => b.length - a.length);
  const named = names.reduce((text, [path, name]) => (/[A-Z.]/u.test(path) ? text.replaceAll(path, name) : text), rule);
  return named.charAt(0).toUpperCase() + named.slice(1);
}
