import { createContext, useContext, type RefObject } from "react";

/** Moves the focus into the list from outside. */
export interface ListHandle {
  /** Focuses the row of this callback, else the row that took its place. */
  focusRow(id: string): void;
}

const FocusReturnContext = createContext<RefObject<ListHandle | null>>({ current: null });

export const FocusReturnProvider = FocusReturnContext.Provider;

/** The list that takes the focus when a dialog closes whose opener is gone. */
export function useListHandle(): RefObject<ListHandle | null> {
  return useContext(FocusReturnContext);
}
