import type { ViewRules } from "../domain/change/views.js";
import type { Adapter } from "../adapters/adapter.js";
import type { SourceDescription } from "../domain/source.js";

/** A configured source with its adapter. */
export interface Source {
  readonly description: SourceDescription;
  readonly adapter: Adapter;
  /** The most queries at a time. */
  readonly concurrency: number;
}

/** The names of sources whose vendor drops callbacks when they are due. */
export function forgetfulSources(sources: readonly Source[]): ReadonlySet<string> {
  const forgetful = sources.filter(({ adapter }) => adapter.forgetsWhenDue === true);
  return new Set(forgetful.map(({ description }) => description.name));
}

/** By source, how callbacks are merged from several kinds of records. */
export function viewRulesOf(sources: readonly Source[]): ReadonlyMap<string, ViewRules> {
  const views = sources.map(({ description, adapter }) => [description.name, adapter.views] as const);
  return new Map(views.filter((entry): entry is readonly [string, ViewRules] => entry[1] !== undefined));
}
