import { Field, useComplaint } from "./fields.js";

/** The initial values of a window's fields. */
export interface WindowDefaults {
  readonly localDate: string;
  readonly localStart: string;
  readonly localEnd: string;
  readonly timeZone: string;
}

/** When to call, on the customer's clocks. */
export function WindowFields({ defaults }: { readonly defaults: WindowDefaults }) {
  const complaint = useComplaint("window");
  return (
    <fieldset data-path="window">
      <legend>When to call</legend>
      {complaint !== null && (
        <p className="fault" role="alert" tabIndex={-1}>
          {complaint}
        </p>
      )}
      <div className="columns">
        <Field label="Date" name="window.localDate" type="date" defaultValue={defaults.localDate} />
        <Field label="From" name="window.localStart" type="time" defaultValue={defaults.localStart} />
        <Field
          label="Until"
          name="window.localEnd"
          type="time"
          defaultValue={defaults.localEnd}
          hint="Leave empty if the vendor’s windows have no end"
        />
        <Field
          label="Time zone"
          name="window.timeZone"
          defaultValue={defaults.timeZone}
          choices={Intl.supportedValuesOf("timeZone")}
        />
      </div>
    </fieldset>
  );
}

/** The window of a form's values, as the API takes it; undefined where none was given. */
export function windowOf(values: ReadonlyMap<string, string>): Partial<WindowDefaults> | undefined {
  const entries = ["localDate", "localStart", "localEnd", "timeZone"].flatMap((name) => {
    const value = values.get(`window.${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
