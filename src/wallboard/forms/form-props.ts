import type { DetailedCallback } from "../details/facts.js";

/** The properties of a form that changes a callback. */
export interface ChangeFormProps {
  readonly callback: DetailedCallback;
  /** Called after the command was executed. */
  readonly onDone: () => void;
  readonly onLeave: () => void;
  /** Opens the details of a callback. */
  readonly onShow: (id: string) => void;
}
