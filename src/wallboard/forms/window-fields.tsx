import { useState } from "react";
import { Field, useFailures } from "./fields.js";
import { instantOf, parseTime } from "./local-time.js";
import { useTimes, useWall, useWords } from "../data/wall.js";

/** The values of a window's fields. */
export interface WindowValues {
  readonly localDate: string;
  readonly localStart: string;
  readonly localEnd: string;
  readonly timeZone: string;
}

/** When to call, on the customer's clocks, and under it the same in words, on the viewer's clock. */
export function WindowFields({ defaults }: { readonly defaults: WindowValues }) {
  const { forms } = useWords();
  const { timeZone: viewersZone } = useWall();
  const times = useTimes();
  // Without changes of the clocks, a local time is written as it is.
  const localTimes = useTimes("UTC");
  const [values, setValues] = useState(defaults);
  const { isInvalid, message } = useFailures("window");
  const change = (name: keyof WindowValues, value: string): void => setValues({ ...values, [name]: value });
  const start = instantOf(values);
  const isElsewhere = values.timeZone !== viewersZone;
  // The browser's own fields for times follow the language of its menus: text follows the viewer's clock.
  const clockOf = (localStart: string): string => {
    const at = instantOf({ localDate: defaults.localDate, localStart, timeZone: "UTC" });
    return at === null ? localStart : localTimes.clock(at);
  };
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
          autoComplete="off"
          defaultValue={clockOf(defaults.localStart)}
          onChange={({ target }) => change("localStart", parseTime(target.value))}
        />
        <Field
          name="window.localEnd"
          autoComplete="off"
          defaultValue={clockOf(defaults.localEnd)}
          hint={forms.endHint}
        />
      </div>
      {start !== null && (
        <p className="note yours">{isElsewhere ? forms.yours(times.full(start), viewersZone) : times.full(start)}</p>
      )}
    </fieldset>
  );
}

/** The window of a form's values, as the API takes it; undefined where none was given. */
export function windowOf(values: ReadonlyMap<string, string>): Partial<WindowValues> | undefined {
  const entries = ["localDate", "localStart", "localEnd", "timeZone"].flatMap((name) => {
    const value = values.get(`window.${name}`);
    if (value === undefined) return [];
    return [[name, name === "localStart" || name === "localEnd" ? parseTime(value) : value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
