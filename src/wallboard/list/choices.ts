import { WallboardChoicesDocument, type WallboardChoicesQuery } from "../../../schema/operations.js";
import { useLiveQuery } from "../data/live-query.js";
import { useLiveValue } from "../data/live-value.js";
import { useLabels, useWall } from "../data/wall.js";
import { sourceLabel, type Labels } from "../labels.js";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export type Queue = NonNullable<WallboardChoicesQuery["byQueue"]["groups"][number]["queue"]>;
export type Agent = NonNullable<WallboardChoicesQuery["byAgent"]["groups"][number]["agent"]>;

/** The options of the filters: names of queues, agents and sources, sorted. */
export interface Choices {
  readonly sources: readonly Choice[];
  readonly queues: readonly Choice[];
  readonly campaigns: readonly Choice[];
  readonly agents: readonly Choice[];
  /** The same with all that a form needs of them. */
  readonly allQueues: readonly Queue[];
  readonly allAgents: readonly Agent[];
}

const REFRESH_MS = 60_000;

/** The queues and agents that open callbacks name, and all sources. */
export function useChoices(): Choices {
  const labels = useLabels();
  const { data } = useLiveQuery({
    query: WallboardChoicesDocument,
    variables: () => ({}),
    key: "choices",
    pauseMs: REFRESH_MS,
    intervalMs: REFRESH_MS,
  });
  const sources = useLiveValue(useWall().sources).data?.sources ?? [];
  const queues = data?.byQueue.groups.flatMap(({ queue }) => (queue === null ? [] : [queue])) ?? [];
  const agents = data?.byAgent.groups.flatMap(({ agent }) => (agent === null ? [] : [agent])) ?? [];
  const campaigns = queues.filter(({ kind }) => kind === "CAMPAIGN");
  return {
    sources: sources.map((source) => ({ value: source.name, label: sourceLabel(source) })),
    queues: sorted(queues.map((queue) => ({ value: queue.id, label: labelOf(queue, labels) }))),
    campaigns: sorted(campaigns.map((queue) => ({ value: queue.vendorId, label: labelOf(queue, labels) }))),
    agents: sorted(agents.map((agent) => ({ value: agent.id, label: labelOf(agent, labels) }))),
    allQueues: queues,
    allAgents: agents,
  };
}

function labelOf(named: Queue | Agent, labels: Labels): string {
  return `${labels.nameOrId(named)} (${sourceLabel(named.source)})`;
}

function sorted(choices: readonly Choice[]): Choice[] {
  return choices.toSorted((a, b) => a.label.localeCompare(b.label));
}
