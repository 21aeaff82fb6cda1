/** Why a command was not fulfilled, as a closed set: what a client may switch on. */
export const USER_ERROR_CODES = {
  UNSUPPORTED: "The source has no such ability; the message names the capability. Nothing was sent.",
  INVALID_INPUT: "The input breaks a rule, the gateway's own or the vendor's; field and message say which.",
  NOT_FOUND: "Neither the gateway nor the vendor has what the input names.",
  ALREADY_OVER: "The callback has ended, or its time has passed: it can be neither moved nor withdrawn.",
  SLOT_NOT_OFFERED: "The vendor does not offer this time; the message names the next ones that it does.",
  TOO_MANY_CALLBACKS: "The vendor only knows the number, and that has several open callbacks: none was withdrawn.",
  VENDOR_REJECTED: "The vendor refused the request as wrong. Repeating it does not help.",
  VENDOR_UNAVAILABLE: "The vendor could not be asked, and has not acted. The same key may be used again.",
  VENDOR_UNAUTHORIZED: "The vendor refused the gateway's credentials, and has not acted. An operator has to act.",
  VENDOR_RATE_LIMITED: "The vendor's quota is used up, and it has not acted. The same key may be used again later.",
  IDEMPOTENCY_CONFLICT: "The idempotency key was used before, with another input.",
  AMBIGUOUS:
    "The vendor's answer was lost, and what it holds does not show (yet) whether it has acted. Repeat with the same key: " +
    "the gateway looks again, and sends it anew only when it is certain that the vendor has not acted.",
} as const;
export type UserErrorCode = keyof typeof USER_ERROR_CODES;

/** Why a command was not fulfilled. Holds no secret and no unmasked number. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** The path of the input field, from the input's own fields on; null where no field is to blame. */
  readonly field: readonly string[] | null;
}

/** A command that is refused for reasons that its author can understand. Thrown only where the vendor has not acted. */
export class CommandRejected extends Error {
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join("; "));
    this.name = "CommandRejected";
    this.errors = errors;
  }
}

/** One reason to refuse a command, and the input field that is to blame. */
export function userError(code: UserErrorCode, message: string, ...field: readonly string[]): UserError {
  return { code, message, field: field.length === 0 ? null : field };
}

/** Throws a CommandRejected where there is a reason to. */
export function refuseFor(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new CommandRejected(errors);
}
