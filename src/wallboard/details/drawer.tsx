import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { useWords } from "../data/wall.js";

export interface DrawerProps {
  readonly title: string;
  /** Also called when it is left by Escape or by a click beside it. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something in front of the board. The browser keeps the focus inside, and gives it back afterwards. */
export function Drawer({ title, onClose, children }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { shell } = useWords();
  // Closed before it is removed: only then does the browser give the focus back to the opener.
  useLayoutEffect(() => {
    const opened = dialog.current;
    if (opened?.open === false) opened.showModal();
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // The browser may close it without the event above, such as for the second of two gestures to go back.
      onClose={() => {
        if (dialog.current?.isConnected === true) onClose();
      }}
      onClick={({ target }) => {
        if (target === dialog.current) onClose();
      }}
    >
      <div className="inside">
        <div className="drawer-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="close" aria-label={shell.close} onClick={onClose}>
            <span aria-hidden="true">✕</span>
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
