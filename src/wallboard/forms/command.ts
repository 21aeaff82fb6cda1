import { useRef, useState } from "react";
import type { ReceiptRowFragment, UserErrorRowFragment } from "../../../schema/operations.js";
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

/** A command has an idempotency key, and keeps it while its outcome is open and its input the same. */
export function useCommand<Input extends object, Payload extends Pick<CommandPayload, "userErrors">>(
  send: (input: Input & { readonly idempotencyKey: string }) => Promise<Payload | undefined>,
): Command<Input, Payload> {
  const { newKey } = useWall();
  const open = useRef<{ readonly text: string; readonly key: string } | null>(null);
  const [isSending, setSending] = useState(false);
  const [failures, setFailures] = useState<readonly CommandFailure[]>([]);
  return {
    isSending,
    failures,
    fail: setFailures,
    async send(input) {
      const text = JSON.stringify(input);
      const key = open.current?.text === text ? open.current.key : newKey();
      open.current = { text, key };
      setSending(true);
      const { payload, found } = await send({ ...input, idempotencyKey: key }).then(
        (result) => ({ payload: result ?? null, found: result?.userErrors.map(failureOf) ?? [] }),
        (error: unknown) => ({ payload: null, found: [failureOfError(error)] }),
      );
      if (!found.some(isRepeatable)) open.current = null;
      setFailures(found);
      setSending(false);
      return found.length === 0 ? payload : null;
    },
  };
}
