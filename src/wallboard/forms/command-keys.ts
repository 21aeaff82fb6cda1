/** The idempotency keys of one form's commands. */
export interface CommandKeys {
  /** Returns the key of the last command if its outcome is open and this is the same command, else a new one. */
  keyOf(command: unknown): string;
  /** Notes the outcome: open if the command may still be executed, or may be sent again. */
  settle(isOpen: boolean): void;
}

export function createCommandKeys(newKey: () => string): CommandKeys {
  let open: { readonly text: string; readonly key: string } | null = null;
  return {
    keyOf(command) {
      const text = JSON.stringify(command);
      if (open?.text !== text) open = { text, key: newKey() };
      return open.key;
    },
    settle(isOpen) {
      if (!isOpen) open = null;
    },
  };
}
