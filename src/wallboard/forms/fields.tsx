import { createContext, useContext, useEffect, useId, useRef, type InputHTMLAttributes, type ReactNode } from "react";
import { failureText, ruleText, type CommandFailure } from "./failure.js";
import { useWords } from "../data/wall.js";
import type { Words } from "../words/words.js";

const FailuresContext = createContext<readonly CommandFailure[]>([]);

/** The path of a form's field in the API's input. */
export type FieldPath = keyof Words["forms"]["fields"];

export interface FormProps {
  readonly failures: readonly CommandFailure[];
  readonly isSending: boolean;
  /** The label of the button that sends it. */
  readonly doing: string;
  readonly isDangerous?: boolean;
  /** The values by the paths of the fields; empty ones are left out. */
  readonly onSend: (values: ReadonlyMap<string, string>) => void;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** A form whose fields are named by their paths in the API's input, so that the API's errors stand beside them. */
export function Form({ failures, isSending, doing, isDangerous = false, onSend, onLeave, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { forms } = useWords();
  useEffect(() => {
    if (failures.length === 0) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]")?.focus();
  }, [failures]);
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
      <FailuresContext value={failures}>
        <Unplaced form={form} />
        {children}
      </FailuresContext>
      <p className="actions">
        <button type="submit" className={isDangerous ? "danger" : "primary"} disabled={isSending}>
          {isSending ? forms.sending : doing}
        </button>
        <button type="button" onClick={onLeave}>
          {forms.back}
        </button>
      </p>
    </form>
  );
}

/** Failures of no field, or of one that the form does not have. */
function Unplaced({ form }: { readonly form: React.RefObject<HTMLFormElement | null> }) {
  const failures = useContext(FailuresContext).filter(({ field }) => {
    const place = field === null ? null : form.current?.querySelector(`[data-path="${CSS.escape(field)}"]`);
    return (place ?? null) === null;
  });
  if (failures.length === 0) return null;
  return (
    <ul className="fault" role="alert" tabIndex={-1}>
      {failures.map((failure) => (
        <li key={`${failure.code} ${failure.rule}`} data-code={failure.code}>
          <FailureMessage failure={failure} />
        </li>
      ))}
    </ul>
  );
}

/** The text of a failure. A vendor's rule is in English, whatever the language of the page. */
function FailureMessage({ failure }: { readonly failure: CommandFailure }) {
  const words = useWords();
  const rule = ruleText(failure, words);
  if (rule === null) return failureText(failure, words);
  return (
    <>
      {failureText(failure, words)} {words.forms.rule} <span lang="en">{rule}</span>
    </>
  );
}

/** Returns the failures of a field by its path, and whether there are any. */
export function useFailures(path: string): { readonly isInvalid: boolean; readonly message: ReactNode } {
  const found = useContext(FailuresContext).filter(({ field }) => field === path);
  const message = found.map((failure) => <FailureMessage key={failure.code} failure={failure} />);
  return { isInvalid: found.length > 0, message };
}

export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "list"> {
  readonly name: FieldPath;
  /** Suggested values; others can be typed as well. */
  readonly choices?: readonly string[];
  readonly hint?: string;
}

/** A field with its name, and what is wrong with it. */
export function Field({ name, choices, hint, ...rest }: FieldProps) {
  const id = useId();
  const { forms } = useWords();
  const { isInvalid, message } = useFailures(name);
  const hasNote = isInvalid || hint !== undefined;
  return (
    <div className="field" data-path={name}>
      <label htmlFor={id}>{forms.fields[name]}</label>
      <input
        {...rest}
        id={id}
        name={name}
        list={choices === undefined ? undefined : `${id}-choices`}
        aria-invalid={isInvalid}
        aria-describedby={hasNote ? `${id}-note` : undefined}
      />
      {choices !== undefined && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {hasNote && (
        <p id={`${id}-note`} className={isInvalid ? "fault" : "note"}>
          {isInvalid ? message : hint}
        </p>
      )}
    </div>
  );
}

export interface ChoiceFieldProps {
  readonly name: FieldPath;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** The options. */
  readonly children: ReactNode;
}

/** A field with a list of values. */
export function ChoiceField({ name, value, onChange, children }: ChoiceFieldProps) {
  const id = useId();
  const { forms } = useWords();
  const { isInvalid, message } = useFailures(name);
  return (
    <div className="field" data-path={name}>
      <label htmlFor={id}>{forms.fields[name]}</label>
      <select
        id={id}
        name={name}
        {...(value === undefined ? { defaultValue: "" } : { value })}
        aria-invalid={isInvalid}
        aria-describedby={isInvalid ? `${id}-note` : undefined}
        onChange={({ target }) => onChange?.(target.value)}
      >
        {children}
      </select>
      {isInvalid && (
        <p id={`${id}-note`} className="fault">
          {message}
        </p>
      )}
    </div>
  );
}
