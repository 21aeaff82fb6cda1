import { createContext, useContext, type RefObject } from "react";

/** Moves the focus into the list from outside. */
export interface ListHandle {
  /**
   * Called when the dialog of this callback closes. If the browser cannot give the focus back to the opener of the dialog,
   * the callback's row takes it, else the row in its place.
   */
  restoreFocus(id: string): void;
}

const FocusReturnContext = createContext<RefObject<ListHandle | null>>({ current: null });

export const FocusReturnProvider = FocusReturnContext.Provider;

/** The list that takes the focus when a dialog closes whose opener is gone. */
export function useListHandle(): RefObject<ListHandle | null> {
  return useContext(FocusReturnContext);
}
