import type { RecordedChange } from "../../../domain/query.js";
import type { Appending } from "../changelog/append.js";
import type { Engine } from "../engine.js";
import type { Admitting } from "./admission.js";
import type { Loading } from "./load.js";
import type { Writing, WrittenRow } from "./write-rows.js";

/** The parts that recording needs. */
export type Recording = Loading & Writing & Appending & Admitting & Pick<Engine, "db" | "recordInSteps">;

/** A committed recording. */
export interface Recorded {
  readonly changes: readonly RecordedChange[];
  readonly written: ReadonlyMap<string, WrittenRow>;
}
