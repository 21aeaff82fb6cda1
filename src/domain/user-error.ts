/** The error codes of commands, a closed set on which clients may switch. */
export const USER_ERROR_CODES = {
  UNSUPPORTED: "The source lacks the capability that the message names. Nothing was sent.",
  INVALID_INPUT: "The input violates a rule of the gateway or the vendor; field and message say which.",
  NOT_FOUND: "Neither the gateway nor the vendor has the object that the input names.",
  ALREADY_OVER:
    "The callback has ended or its time has passed: it can be neither rescheduled, reassigned nor canceled.",
  SLOT_NOT_OFFERED: "The vendor does not offer this time; the message lists the next times that it offers.",
  TOO_MANY_CALLBACKS:
    "The vendor cancels by phone number, and this number has several open callbacks: none was canceled.",
  NOT_AS_REQUESTED:
    "The vendor executed the command, but its record differs from what was requested, such as in its time; the " +
    "message says how. The callback is in the payload. Repeating the command with another key would write again.",
  VENDOR_REJECTED: "The vendor rejected the request. Repeating it does not help.",
  VENDOR_UNAVAILABLE:
    "The vendor could not be reached and has not executed the command. The same key may be used again.",
  VENDOR_UNAUTHORIZED:
    "The vendor rejected the gateway's credentials and has not executed the command. An operator has to act.",
  VENDOR_RATE_LIMITED:
    "The vendor's quota is used up and it has not executed the command. The same key may be used again later.",
  IDEMPOTENCY_CONFLICT: "The idempotency key was used before with another input.",
  AMBIGUOUS:
    "The outcome is unknown: the vendor's response was lost, and its records do not show (yet) whether it " +
    "executed the command. Repeat with the same key: the gateway checks again, and resends only when it is " +
    "certain that the vendor has not executed the command.",
} as const;
export type UserErrorCode = keyof typeof USER_ERROR_CODES;

/** Why a command was not executed, or not as requested. Contains no secret and no unmasked number. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** The path of the input field, from the input's own fields on; null where no field is to blame. */
  readonly field: readonly string[] | null;
}

/** A command that is rejected for reasons that the client can understand. Thrown only if the vendor has not acted. */
export class CommandRejected extends Error {
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join("; "));
    this.name = "CommandRejected";
    this.errors = errors;
  }
}

/** Creates one reason to reject a command, with the path of the input field. */
export function userError(code: UserErrorCode, message: string, ...field: readonly string[]): UserError {
  return { code, message, field: field.length === 0 ? null : field };
}

/** Throws a CommandRejected where there is a reason to. */
export function refuseFor(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new CommandRejected(errors);
}
