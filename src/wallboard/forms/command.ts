import { useState } from "react";
import type { ReceiptRowFragment, UserErrorRowFragment } from "../../../schema/operations.js";
import { createCommandKeys } from "./command-keys.js";
import { failureOf, failureOfError, isRepeatable, type CommandFailure } from "./failure.js";
import { useWall } from "../data/wall.js";

/** The part of a payload that a form needs. */
export interface CommandPayload {
  readonly callback: { readonly id: string } | null;
  readonly receipt: ReceiptRowFragment | null;
  readonly userErrors: readonly UserErrorRowFragment[];
}

/** The state of a mutation in a form. */
export interface Command<Input, Payload = CommandPayload> {
  readonly isSending: boolean;
  /** The failures of the last attempt. */
  readonly failures: readonly CommandFailure[];
  /** Shows failures that the form found by itself. */
  fail(failures: readonly CommandFailure[]): void;
  /** Resolves with the payload if the command was executed, else with null. */
  send(input: Input): Promise<Payload | null>;
}

export interface CommandRules<Input, Payload> {
  /** The part of the input that makes it the same command. Default: all of it. */
  readonly identityOf?: (input: Input) => unknown;
  /** The errors of the parts of a command, which are shown apart from those of the whole. Default: it has no parts. */
  readonly partErrorsOf?: (payload: Payload) => readonly UserErrorRowFragment[];
}

/** A command has an idempotency key, and keeps it while the outcome of any part is open and its input the same. */
export function useCommand<Input extends object, Payload extends Pick<CommandPayload, "userErrors">>(
  send: (input: Input & { readonly idempotencyKey: string }) => Promise<Payload | undefined>,
  { identityOf = (input) => input, partErrorsOf = () => [] }: CommandRules<Input, Payload> = {},
): Command<Input, Payload> {
  const { newKey } = useWall();
  const [keys] = useState(() => createCommandKeys(newKey));
  const [isSending, setSending] = useState(false);
  const [failures, setFailures] = useState<readonly CommandFailure[]>([]);
  return {
    isSending,
    failures,
    fail: setFailures,
    async send(input) {
      setSending(true);
      const idempotencyKey = keys.keyOf(identityOf(input));
      const { payload, found } = await send({ ...input, idempotencyKey }).then(
        (result) => ({ payload: result ?? null, found: result?.userErrors.map(failureOf) ?? [] }),
        (error: unknown) => ({ payload: null, found: [failureOfError(error)] }),
      );
      const parts = payload === null ? [] : partErrorsOf(payload).map(failureOf);
      keys.settle([...found, ...parts].some(isRepeatable));
      setFailures(found);
      setSending(false);
      return found.length === 0 ? payload : null;
    },
  };
}
