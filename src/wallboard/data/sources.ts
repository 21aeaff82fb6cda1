import type { SourceCapability, WallboardSourcesQuery } from "../../../schema/operations.js";
import { sourceLabel } from "../labels.js";
import { useLiveValue } from "./live-value.js";
import { useWall } from "./wall.js";

export type Source = WallboardSourcesQuery["sources"][number];

/** A source that cannot be read at the moment. */
export interface Outage {
  readonly name: string;
  readonly label: string;
  /** When it went out, in milliseconds since 1970. */
  readonly since: number;
  /** How old its callbacks are at most; null if it was never read completely. */
  readonly asOf: number | null;
}

/** Returns the sources that are out: the longest outage first. */
export function outagesOf({ sources, callbacks }: WallboardSourcesQuery): Outage[] {
  const reports = new Map(callbacks.sources.map((report) => [report.source.name, report]));
  return sources
    .filter(({ name, health }) => health.state === "DOWN" || reports.get(name)?.freshness === "UNAVAILABLE")
    .map((source) => {
      const asOf = reports.get(source.name)?.asOf;
      return {
        name: source.name,
        label: sourceLabel(source),
        since: Date.parse(source.health.since),
        asOf: typeof asOf === "string" ? Date.parse(asOf) : null,
      };
    })
    .sort((a, b) => a.since - b.since);
}

/** The outages as the page last heard of them. */
export function useOutages(): readonly Outage[] {
  const { data } = useLiveValue(useWall().sources);
  return data === null ? [] : outagesOf(data);
}

/** Returns the capabilities of a source; none for null or an unknown one. */
export function useCapabilities(source: string | null): readonly SourceCapability[] {
  const { data } = useLiveValue(useWall().sources);
  return data?.sources.find(({ name }) => name === source)?.capabilities ?? [];
}
