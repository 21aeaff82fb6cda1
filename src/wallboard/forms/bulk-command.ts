import { useState } from "react";
import type { UserErrorRowFragment, WallboardRowFragment } from "../../../schema/operations.js";
import { useCommand, type Command } from "./command.js";
import { failureOf, type CommandFailure } from "./failure.js";
import { useWall, useWords } from "../data/wall.js";

/** The properties of a form that changes several callbacks. */
export interface BulkFormProps {
  readonly callbacks: readonly WallboardRowFragment[];
  /** Called after all of them were changed. */
  readonly onDone: () => void;
  readonly onLeave: () => void;
}

export interface BulkPayload {
  readonly results: readonly { readonly id: string; readonly userErrors: readonly UserErrorRowFragment[] }[];
  readonly userErrors: readonly UserErrorRowFragment[];
}

/** A callback that was not changed, and why. */
export interface BulkFailure {
  readonly id: string;
  readonly failure: CommandFailure;
}

export interface BulkCommand<Input> {
  readonly command: Command<Input, BulkPayload>;
  readonly bulkFailures: readonly BulkFailure[];
  /** The callbacks that this form has not changed yet. */
  readonly remaining: readonly WallboardRowFragment[];
  /** Sends the command, confirms what was done and keeps what was not. */
  readonly run: (input: Input) => Promise<void>;
}

/**
 * A command on several callbacks. Sent again, it is sent for the remaining ones: under the same key if the rest of the
 * input is the same, because the API derives a key for each callback from it.
 */
export function useBulkCommand<Input extends { readonly ids: readonly (string | number)[] }>(
  { callbacks, onDone }: Pick<BulkFormProps, "callbacks" | "onDone">,
  send: (input: Input & { readonly idempotencyKey: string }) => Promise<BulkPayload | undefined>,
): BulkCommand<Input> {
  const { toasts, changes } = useWall();
  const { forms } = useWords();
  const [bulkFailures, setBulkFailures] = useState<readonly BulkFailure[]>([]);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const command = useCommand<Input, BulkPayload>(send, {
    identityOf: (input) => ({ ...input, ids: undefined }),
    partErrorsOf: ({ results }) => results.flatMap(({ userErrors }) => userErrors),
  });
  return {
    command,
    bulkFailures,
    remaining: callbacks.filter(({ id }) => !changed.has(id)),
    async run(input) {
      const payload = await command.send(input);
      if (payload === null) return;
      const failed = payload.results.flatMap(({ id, userErrors: [first] }) =>
        first === undefined ? [] : [{ id, failure: failureOf(first) }],
      );
      const failedIds = new Set(failed.map(({ id }) => id));
      const done = input.ids.map(String).filter((id) => !failedIds.has(id));
      changes.invalidate();
      setBulkFailures(failed);
      setChanged(new Set([...changed, ...done]));
      toasts.add({ text: forms.bulkDone(done.length, input.ids.length), isFailure: failed.length > 0 });
      if (failed.length === 0) onDone();
    },
  };
}
