import type { Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useImperativeHandle, useRef, useState, type FocusEvent, type KeyboardEvent, type Ref } from "react";
import type { ListHandle } from "../data/focus-return.js";
import type { ListRow } from "./row-pages.js";

const PAGE_ROWS = 10;

/** A control of a row: its name, or its checkbox. */
type Control = "row" | "check";

export interface RowFocusOptions {
  readonly rows: readonly ListRow[];
  readonly list: React.RefObject<HTMLElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly hasChecks: boolean;
  readonly handle: Ref<ListHandle> | undefined;
}

export interface RowFocus {
  /** The index of the one row that Tab reaches. */
  readonly tabbable: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
}

/** Makes the list one stop of Tab with arrow keys inside, and keeps the focus when rows move or are removed. */
export function useRowFocus({ rows, list, virtualizer, hasChecks, handle }: RowFocusOptions): RowFocus {
  const [last, setLast] = useState<{ readonly index: number; readonly id: string | null }>({ index: 0, id: null });
  const [target, setTarget] = useState<{ readonly index: number; readonly control: Control } | null>(null);
  const [restored, setRestored] = useState<string | null>(null);
  const hadFocus = useRef(false);
  // Rows move while the list is read again: the current one is followed by its id.
  const found = rows.findIndex(({ callback }) => callback.id === last.id);
  const current = found === -1 ? Math.max(0, Math.min(last.index, rows.length - 1)) : found;
  const setCurrent = (index: number): void => setLast({ index, id: rows[index]?.callback.id ?? null });
  const elementOf = (control: Control, index: number): HTMLElement | null =>
    list.current?.querySelector<HTMLElement>(`[data-${control}="${index}"]`) ?? null;

  // A row that was not in view is there only after the list has scrolled to it.
  useEffect(() => {
    const element = target === null ? null : elementOf(target.control, target.index);
    if (element === null) return;
    element.focus({ preventScroll: true });
    setTarget(null);
  });

  // The browser drops the focus of a row that is removed: the row in its place takes it.
  useEffect(() => {
    if (!hadFocus.current || target !== null || document.activeElement !== document.body) return;
    (elementOf("row", current) ?? list.current)?.focus({ preventScroll: true });
  });

  const focus = (index: number, control: Control): void => {
    const within = Math.max(0, Math.min(rows.length - 1, index));
    setCurrent(within);
    virtualizer.scrollToIndex(within);
    setTarget({ index: within, control });
  };
  // The closed dialog is out of the page by now, and the browser has given the focus back if the opener is still there.
  useEffect(() => {
    if (restored === null) return;
    setRestored(null);
    const index = rows.findIndex(({ callback }) => callback.id === restored);
    const isInside = list.current?.contains(document.activeElement) === true;
    if (!isInside && document.activeElement !== document.body) return;
    // React delivers no event of a focus that the browser moves while React removes the dialog.
    hadFocus.current = true;
    if (isInside) setCurrent(index === -1 ? current : index);
    else if (rows.length === 0) list.current?.focus();
    else focus(index === -1 ? current : index, "row");
  });
  useImperativeHandle(handle, () => ({ restoreFocus: setRestored }));

  const isRendered = virtualizer.getVirtualItems().some(({ index }) => index === current);
  return {
    tabbable: isRendered ? current : (virtualizer.getVirtualItems()[0]?.index ?? 0),
    onKeyDown(event) {
      const place = placeOf(event.target);
      if (place === null || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = stepOf(event.key, place.index, rows.length);
      if (next !== null) focus(next, place.control);
      else if (event.key === "ArrowLeft" && hasChecks) focus(place.index, "check");
      else if (event.key === "ArrowRight") focus(place.index, "row");
      else return;
      event.preventDefault();
    },
    onFocus(event) {
      const place = placeOf(event.target);
      if (place !== null) setCurrent(place.index);
      hadFocus.current = true;
    },
    onBlur({ target: left }) {
      // An element that was removed did not lose the focus by the viewer's choice.
      setTimeout(() => {
        const isInside = list.current?.contains(document.activeElement) === true;
        if (left.isConnected && !isInside) hadFocus.current = false;
      });
    },
  };
}

/** The row and control of an element; null for any other element. */
function placeOf(element: EventTarget): { readonly index: number; readonly control: Control } | null {
  if (!(element instanceof HTMLElement)) return null;
  const { row, check } = element.dataset;
  if (row !== undefined) return { index: Number(row), control: "row" };
  return check === undefined ? null : { index: Number(check), control: "check" };
}

/** The row that a key goes to; null for any other key. */
function stepOf(key: string, from: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
      return from + 1;
    case "ArrowUp":
      return from - 1;
    case "PageDown":
      return from + PAGE_ROWS;
    case "PageUp":
      return from - PAGE_ROWS;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
