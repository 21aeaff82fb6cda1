import { useEffect } from "react";
import type { Toast } from "../data/toasts.js";
import { useLiveValue } from "../data/live-value.js";
import { useWall, useWords } from "../data/wall.js";

/** Long enough to read it and to press one of its buttons. */
const SHOWN_MS = 30_000;

/** The results of the viewer's commands, in a corner of the page. */
export function ToastList() {
  const { toasts } = useWall();
  const shown = useLiveValue(toasts.shown);
  const { shell } = useWords();
  return (
    <section className="toasts" role="status" aria-label={shell.messages}>
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onClose={() => toasts.remove(toast.id)} />
      ))}
    </section>
  );
}

function ToastCard({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }) {
  const { shell } = useWords();
  const { toasts } = useWall();
  const { id } = toast;
  const isFailure = toast.isFailure === true;
  useEffect(() => {
    // Failures stay until they are closed.
    if (isFailure) return undefined;
    const timer = setTimeout(() => toasts.remove(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toasts, id, isFailure]);
  return (
    <div className={`card toast${isFailure ? " failure" : ""}`}>
      <p>{toast.text}</p>
      {toast.note !== undefined && <p className="note">{toast.note}</p>}
      <p className="toast-actions">
        {toast.actions?.map(({ label, run }) => (
          <button
            key={label}
            type="button"
            onClick={() => {
              onClose();
              run();
            }}
          >
            {label}
          </button>
        ))}
        <button type="button" className="close" aria-label={shell.close} onClick={onClose}>
          <span aria-hidden="true">✕</span>
        </button>
      </p>
    </div>
  );
}
