import type { JsonObject } from "../lib/json.js";
import type { UserError } from "../domain/user-error.js";
import type { Receipt, CommandKind } from "../domain/command.js";
import type { CallOptions, PlannedWrite } from "../adapters/adapter.js";
import type { CommandTarget } from "../stores/command-store.js";

/** What was written, by the names under which it is found again. */
export interface Kept {
  readonly vendorId: string | null;
  readonly localId: string | null;
}

/** What came of a command: of one whose outcome is not known, that it is ambiguous. */
export interface Settled extends Kept {
  readonly receipt: Receipt | null;
  readonly errors: readonly UserError[];
}

/** One command: how it is planned, sent and recorded. */
export interface Job<Result> {
  readonly kind: CommandKind;
  readonly source: string;
  readonly actor: string | null;
  readonly key: string | null;
  /** The whole input, the key apart. */
  readonly input: object;
  readonly subject: JsonObject;
  /** Checks and reads. Throws a CommandRejected or a GatewayError: nothing was written then. */
  plan(call: CallOptions): Promise<PlannedWrite<Result>>;
  /** What a lost answer is found by. Asked for after a plan has been made. */
  trace(): Promise<Trace>;
  /** Remembers what the vendor showed. */
  keep(written: Result): Promise<Kept>;
}

/** What a lost answer is found by. */
export interface Trace {
  readonly target: CommandTarget | null;
  readonly fingerprint: string | null;
  readonly knownIds: readonly string[];
}

export const NO_TRACE: Trace = { target: null, fingerprint: null, knownIds: [] };
