import { createLiveValue, type LiveValue } from "./live-value.js";

/** A message about something that the viewer did. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** A second line, such as the vendor's receipt. */
  readonly note?: string;
  readonly isFailure?: boolean;
  /** Buttons for the viewer's next step. */
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[];
}

export interface Toasts {
  readonly shown: LiveValue<readonly Toast[]>;
  add(toast: Omit<Toast, "id">): void;
  remove(id: number): void;
}

/** The oldest ones are removed: a wall is no mailbox. */
const MAX_TOASTS = 3;

export function createToasts(): Toasts {
  const shown = createLiveValue<readonly Toast[]>([]);
  let count = 0;
  return {
    shown,
    add(toast) {
      count += 1;
      shown.set([...shown.get(), { ...toast, id: count }].slice(-MAX_TOASTS));
    },
    remove: (id) => shown.set(shown.get().filter((toast) => toast.id !== id)),
  };
}
