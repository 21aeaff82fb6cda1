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
  /** Sends the command, confirms what was done and keeps what was not. */
  readonly run: (input: Input, count: number) => Promise<void>;
}

/** A command on several callbacks, under one key: sent again, it changes the remaining ones, and none twice. */
export function useBulkCommand<Input extends object>(
  send: (input: Input & { readonly idempotencyKey: string }) => Promise<BulkPayload | undefined>,
  onDone: () => void,
): BulkCommand<Input> {
  const { newKey, toasts, changes } = useWall();
  const { forms } = useWords();
  const [idempotencyKey] = useState(newKey);
  const [bulkFailures, setBulkFailures] = useState<readonly BulkFailure[]>([]);
  const command = useCommand<Input, BulkPayload>((input) => send({ ...input, idempotencyKey }));
  return {
    command,
    bulkFailures,
    async run(input, count) {
      const payload = await command.send(input);
      if (payload === null) return;
      const failed = payload.results.flatMap(({ id, userErrors: [first] }) =>
        first === undefined ? [] : [{ id, failure: failureOf(first) }],
      );
      changes.invalidate();
      setBulkFailures(failed);
      toasts.add({ text: forms.bulkDone(count - failed.length, count), isFailure: failed.length > 0 });
      if (failed.length === 0) onDone();
    },
  };
}
