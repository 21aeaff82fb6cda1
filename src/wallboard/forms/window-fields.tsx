import { useState } from "react";
import { Field, useFailures } from "./fields.js";
import { instantOf } from "./local-time.js";
import { useTimes, useWall, useWords } from "../data/wall.js";

/** The values of a window's fields. */
export interface WindowValues {
  readonly localDate: string;
  readonly localStart: string;
  readonly localEnd: string;
  readonly timeZone: string;
}

/** When to call, on the customer's clocks; and beside it what that is on the viewer's, where it differs. */
export function WindowFields({ defaults }: { readonly defaults: WindowValues }) {
  const { forms } = useWords();
  const { timeZone: viewersZone } = useWall();
  const times = useTimes();
  const [values, setValues] = useState(defaults);
  const { isInvalid, message } = useFailures("window");
  const change = (name: keyof WindowValues, value: string): void => setValues({ ...values, [name]: value });
  const start = instantOf(values);
  const isElsewhere = values.timeZone !== viewersZone && start !== null;
  return (
    <fieldset data-path="window">
      <legend>{forms.when(values.timeZone.replaceAll("_", " "))}</legend>
      {isInvalid && (
        <div className="fault" role="alert" tabIndex={-1}>
          {message}
        </div>
      )}
      <div className="columns">
        <Field
          name="window.localDate"
          type="date"
          defaultValue={defaults.localDate}
          onChange={({ target }) => change("localDate", target.value)}
        />
        <Field
          name="window.timeZone"
          defaultValue={defaults.timeZone}
          choices={Intl.supportedValuesOf("timeZone")}
          onChange={({ target }) => change("timeZone", target.value)}
        />
        <Field
          name="window.localStart"
          type="time"
          defaultValue={defaults.localStart}
          onChange={({ target }) => change("localStart", target.value)}
        />
        <Field name="window.localEnd" type="time" defaultValue={defaults.localEnd} hint={forms.endHint} />
      </div>
      {isElsewhere && <p className="note yours">{forms.yours(times.full(start), viewersZone)}</p>}
    </fieldset>
  );
}

/** The window of a form's values, as the API takes it; undefined where none was given. */
export function windowOf(values: ReadonlyMap<string, string>): Partial<WindowValues> | undefined {
  const entries = ["localDate", "localStart", "localEnd", "timeZone"].flatMap((name) => {
    const value = values.get(`window.${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
