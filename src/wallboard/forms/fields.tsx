import {
  createContext,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  type InputHTMLAttributes,
  type ReactNode,
} from "react";
import { failureText, ruleText, type CommandFailure } from "./failure.js";
import { usePreferences, useWords } from "../data/wall.js";
import { LANGUAGES } from "../words/languages.js";
import type { Words } from "../words/words.js";

/** The language of the API's messages. */
const API_LANGUAGE = "en";

interface Sent {
  readonly failures: readonly CommandFailure[];
  /** The paths of the fields that had a value when the form was sent. */
  readonly filled: ReadonlySet<string>;
}

const SentContext = createContext<Sent>({ failures: [], filled: new Set() });

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
  const [filled, setFilled] = useState<ReadonlySet<string>>(new Set());
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
        const given = new Map(values.filter(([, value]) => value !== ""));
        setFilled(new Set(given.keys()));
        onSend(given);
      }}
    >
      <SentContext value={{ failures, filled }}>
        <Unplaced form={form} />
        {children}
      </SentContext>
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
  const failures = useContext(SentContext).failures.filter(({ field }) => {
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

/**
 * The text of a failure, and the rule behind it. The API has rules in English only: in other languages the text says
 * what is wrong where, and the rule is a detail.
 */
function FailureMessage({ failure }: { readonly failure: CommandFailure }) {
  const { language, words } = usePreferences();
  const { filled } = useContext(SentContext);
  const { code, field } = failure;
  const isMissing = code === "INVALID_INPUT" && field !== null && isInput(field, words) && !filled.has(field);
  const text = isMissing ? words.forms.required : failureText(failure, words);
  const rule = ruleText(failure, LANGUAGES[API_LANGUAGE].words);
  if (rule === null) return text;
  if (language === API_LANGUAGE) return `${text} ${words.forms.rule} ${rule}`;
  return (
    <>
      {text}
      <details className="technical">
        <summary>{words.forms.ruleInEnglish}</summary>
        <p lang={API_LANGUAGE}>{rule}</p>
      </details>
    </>
  );
}

/** Whether a path is that of one field, and not of a group of fields. */
function isInput(path: string, { forms }: Words): boolean {
  return path !== "window" && Object.hasOwn(forms.fields, path);
}

/** Returns the failures of a field by its path, and whether there are any. */
export function useFailures(path: string): { readonly isInvalid: boolean; readonly message: ReactNode } {
  const found = useContext(SentContext).failures.filter(({ field }) => field === path);
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
        <div id={`${id}-note`} className={isInvalid ? "fault" : "note"}>
          {isInvalid ? message : hint}
        </div>
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
        <div id={`${id}-note`} className="fault">
          {message}
        </div>
      )}
    </div>
  );
}
