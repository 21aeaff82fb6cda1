import type { Adapter } from "../adapters/adapter.js";
import type { SourceDescription } from "../domain/source.js";

/** A configured source at work: what it is, and how to ask it. */
export interface Source {
  readonly description: SourceDescription;
  readonly adapter: Adapter;
  /** The most queries that are asked at a time. */
  readonly concurrency: number;
}
