import type { JsonObject } from "../lib/json.js";
import type { UserError } from "../domain/user-error.js";
import type { Receipt, CommandKind } from "../domain/command.js";
import type { CallOptions, PlannedWrite } from "../adapters/adapter.js";
import type { CommandTarget } from "../stores/command-store.js";

/** The ids under which a written callback or agent action is found again. */
export interface WrittenIds {
  readonly vendorId: string | null;
  readonly actionId: string | null;
}

/** The result of a command. With an unknown outcome it has the error AMBIGUOUS. */
export interface CommandResult extends WrittenIds {
  readonly receipt: Receipt | null;
  readonly errors: readonly UserError[];
}

/** One command: how it is planned, sent and recorded. */
export interface Job<Result> {
  readonly kind: CommandKind;
  readonly source: string;
  readonly actor: string | null;
  readonly key: string | null;
  /** The whole input without the key. */
  readonly input: object;
  readonly subject: JsonObject;
  /** Checks and reads, without writing. Rejects with a CommandRejected or a GatewayError. */
  plan(call: CallOptions): Promise<PlannedWrite<Result>>;
  /** Returns what reconciliation needs if the response is lost. Called after `plan`. */
  trace(): Promise<Trace>;
  /** Records the vendor's response. */
  save(written: Result): Promise<WrittenIds>;
}

/** The part of a command record that reconciliation needs if the response is lost. */
export interface Trace {
  readonly target: CommandTarget | null;
  readonly fingerprint: string | null;
  readonly knownIds: readonly string[];
}

export const NO_TRACE: Trace = { target: null, fingerprint: null, knownIds: [] };
