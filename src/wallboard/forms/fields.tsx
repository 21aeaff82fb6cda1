import { createContext, useContext, useEffect, useId, useRef, type InputHTMLAttributes, type ReactNode } from "react";
import type { CommandFailure } from "./command.js";

const ErrorsContext = createContext<readonly CommandFailure[]>([]);

export interface FormProps {
  readonly errors: readonly CommandFailure[];
  readonly isSending: boolean;
  /** The label of the button while it runs. */
  readonly doing: string;
  readonly isDangerous?: boolean;
  /** The values by the names of the fields; empty ones are left out. */
  readonly onSend: (values: ReadonlyMap<string, string>) => void;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** A form whose fields are named by their paths in the API's input, which is where the API puts its complaints. */
export function Form({ errors, isSending, doing, isDangerous = false, onSend, onLeave, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (errors.length === 0) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]")?.focus();
  }, [errors]);
  return (
    <form
      ref={form}
      className="command"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const values = [...new FormData(event.currentTarget)].map(
          ([name, value]) => [name, typeof value === "string" ? value.trim() : ""] as const,
        );
        onSend(new Map(values.filter(([, value]) => value !== "")));
      }}
    >
      <ErrorsContext value={errors}>
        <Unplaced form={form} />
        {children}
      </ErrorsContext>
      <p className="actions">
        <button type="submit" className={isDangerous ? "danger" : "primary"} disabled={isSending}>
          {isSending ? "Sending to the vendor …" : doing}
        </button>
        <button type="button" onClick={onLeave}>
          Back
        </button>
      </p>
    </form>
  );
}

/** Complaints about no field, or about one that the form does not have. */
function Unplaced({ form }: { readonly form: React.RefObject<HTMLFormElement | null> }) {
  const errors = useContext(ErrorsContext).filter(({ field }) => {
    const path = field?.join(".") ?? null;
    const place = path === null ? null : form.current?.querySelector(`[data-path="${CSS.escape(path)}"]`);
    return (place ?? null) === null;
  });
  if (errors.length === 0) return null;
  return (
    <ul className="fault" role="alert" tabIndex={-1}>
      {errors.map(({ code, message }) => (
        <li key={message} data-code={code}>
          {message}
        </li>
      ))}
    </ul>
  );
}

/** Returns the API's error for a field, by its path. */
export function useComplaint(path: string): string | null {
  const found = useContext(ErrorsContext).filter(({ field }) => field?.join(".") === path);
  return found.length === 0 ? null : found.map(({ message }) => message).join(" ");
}

export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "list"> {
  readonly label: string;
  /** Its path in the API's input. */
  readonly name: string;
  /** Suggested values; others can be typed as well. */
  readonly choices?: readonly string[];
  readonly hint?: string;
}

/** A field with its name, and what the API says of it. */
export function Field({ label, name, choices, hint, ...rest }: FieldProps) {
  const id = useId();
  const complaint = useComplaint(name);
  const note = complaint ?? hint;
  return (
    <div className="field" data-path={name}>
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        name={name}
        list={choices === undefined ? undefined : `${id}-choices`}
        aria-invalid={complaint !== null}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
      />
      {choices !== undefined && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {note !== undefined && (
        <p id={`${id}-note`} className={complaint === null ? "note" : "fault"}>
          {note}
        </p>
      )}
    </div>
  );
}
