import type { Adapter } from "../adapters/adapter.js";
import type { SourceDescription } from "../domain/source.js";

/** A configured source with its adapter. */
export interface Source {
  readonly description: SourceDescription;
  readonly adapter: Adapter;
  /** The most queries at a time. */
  readonly concurrency: number;
}
