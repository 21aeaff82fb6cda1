import type { BulkRequest, CallbackOutcome, CommandService } from "../../commands/commands.js";
import type { CallbackKey } from "../../domain/change/observation.js";
import { GatewayError } from "../../domain/errors.js";
import { userError, type UserError } from "../../domain/user-error.js";
import type { Loaders } from "../../loaders/loaders.js";
import { parseKey } from "../identify.js";
import { BulkCallbackResultType, type BulkResults } from "./callback-mutation-payload.type.js";
import { UserErrorType } from "./user-error.type.js";

/** The input that all bulk mutations have. */
interface BulkInput {
  readonly ids: readonly string[];
  readonly idempotencyKey: string;
}

/** Executes a command on the callback of each id, and returns one result for each id, in their order. */
export async function executeBulk(
  { ids, idempotencyKey }: BulkInput,
  { commands, loaders }: { readonly commands: CommandService; readonly loaders: Loaders },
  execute: BulkRequest["execute"],
): Promise<BulkResults> {
  const callbacks = ids.map((id, index) => readId(id, index, ids));
  const { outcomes, errors } = await commands.executeAll({ idempotencyKey, callbacks, execute });
  return {
    results: outcomes.map(
      (outcome, index) => new BulkCallbackResultType(ids[index] ?? "", withPath(outcome, index), loaders),
    ),
    userErrors: errors.map((error) => new UserErrorType(error)),
  };
}

/** Returns the callback of an id, or why it names none. */
function readId(id: string, index: number, ids: readonly string[]): CallbackKey | UserError {
  const first = ids.indexOf(id);
  if (first !== index) return userError("INVALID_INPUT", `the same id as ids[${first}]: name a callback once`, "id");
  try {
    return parseKey(`ids[${index}]`, id, "Callback");
  } catch (error) {
    if (error instanceof GatewayError) return userError("INVALID_INPUT", error.message, "id");
    throw error;
  }
}

/** Errors of a command name its `id`: in the input of a bulk mutation that is one of the `ids`. */
function withPath(outcome: CallbackOutcome, index: number): CallbackOutcome {
  const errors = outcome.errors.map((error) =>
    error.field?.[0] === "id" ? { ...error, field: ["ids", String(index)] } : error,
  );
  return { ...outcome, errors };
}
