import type { CommandPayload } from "./command.js";
import type { Toast } from "../data/toasts.js";
import { useTimes, useWall, useWords } from "../data/wall.js";

/** Returns a function that confirms an executed command with the vendor's receipt, and offers to show the callback. */
export function useReceipt(onShow: (id: string) => void) {
  const { toasts, changes } = useWall();
  const { forms } = useWords();
  const times = useTimes();
  return ({ callback, receipt }: CommandPayload, text: string, actions: NonNullable<Toast["actions"]> = []): void => {
    changes.invalidate();
    const show = callback === null ? [] : [{ label: forms.show, run: () => onShow(callback.id) }];
    const at = receipt === null ? "" : times.clock(Date.parse(receipt.respondedAt));
    const trackingId = receipt?.trackingId ?? null;
    const note = trackingId === null ? undefined : forms.receipt(trackingId, at);
    toasts.add({ text, actions: [...show, ...actions], ...(note !== undefined && { note }) });
  };
}
