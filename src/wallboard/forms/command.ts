import { useRef, useState } from "react";
import type { UserErrorRowFragment } from "../../../schema/operations.js";
import { useWall } from "../data/wall.js";

/** Why a command was not fulfilled. */
export type CommandFailure = UserErrorRowFragment;

/** The part of a payload that a form needs. */
export interface CommandPayload {
  readonly userErrors: readonly CommandFailure[];
}

/** The state of a mutation in a form. */
export interface Command<Input> {
  readonly isSending: boolean;
  /** The errors of the last attempt, each with the path of its field. */
  readonly errors: readonly CommandFailure[];
  /** Resolves with whether it was fulfilled. */
  send(input: Input): Promise<boolean>;
}

/** After these nobody knows, or nothing was done: the same key makes sure that the vendor acts once. */
const SAME_WISH: ReadonlySet<string> = new Set(["VENDOR_UNAVAILABLE", "VENDOR_RATE_LIMITED", "AMBIGUOUS"]);

/** A command has a key of its own, and keeps it for as long as its outcome is open and its input the same. */
export function useCommand<Input extends object>(
  send: (input: Input & { readonly idempotencyKey: string }) => Promise<CommandPayload | undefined>,
): Command<Input> {
  const { newKey } = useWall();
  const open = useRef<{ readonly text: string; readonly key: string } | null>(null);
  const [isSending, setSending] = useState(false);
  const [errors, setErrors] = useState<readonly CommandFailure[]>([]);
  return {
    isSending,
    errors,
    async send(input) {
      const text = JSON.stringify(input);
      const key = open.current?.text === text ? open.current.key : newKey();
      open.current = { text, key };
      setSending(true);
      try {
        const outcome = await send({ ...input, idempotencyKey: key });
        const found = outcome?.userErrors ?? [];
        if (!found.some(({ code }) => SAME_WISH.has(code))) open.current = null;
        setErrors(found);
        return found.length === 0;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        setErrors([
          { code: "AMBIGUOUS", message: `${message}. Send it again: it is executed at most once.`, field: null },
        ]);
        return false;
      } finally {
        setSending(false);
      }
    },
  };
}
