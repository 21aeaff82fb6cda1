import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import { WallboardPageDocument, type CallbackStatus } from "../../../schema/operations.js";
import type { BoardRow } from "../data/board.js";
import { NO_FILTERS, OPEN_STATUSES, wholeNumber, type Filters } from "./filters.js";
import { useFilters } from "../data/wall.js";
import { nameOrId, sentence, sourceLabel } from "../labels.js";

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The filters of the list. They are stored in the address, so that it can be bookmarked and shared. */
export function FilterBar({ rows, visible }: { readonly rows: readonly BoardRow[]; readonly visible: number }) {
  const [filters, change] = useFilters();
  const choices = useMemo(() => choicesOf(rows), [rows]);
  useLookUp(filters);
  const isFiltered = Object.values(filters).some((value) => value !== null);
  return (
    <div className="filters" role="search" aria-label="Filter the callbacks">
      <h2 id="callbacks" tabIndex={-1}>
        Callbacks <span className="count">{isFiltered ? `${visible} of ${rows.length}` : rows.length}</span>
      </h2>
      <Select
        label="Source"
        value={filters.source}
        choices={choices.sources}
        onChange={(source) => change({ source })}
      />
      <Select
        label="Status"
        value={filters.status}
        choices={OPEN_STATUSES.map((value) => ({ value, label: sentence(value) }))}
        onChange={(status) => change({ status: status as CallbackStatus | null })}
      />
      <Select label="Queue" value={filters.queue} choices={choices.queues} onChange={(queue) => change({ queue })} />
      <Select label="Agent" value={filters.agent} choices={choices.agents} onChange={(agent) => change({ agent })} />
      <label className="field">
        <span>Number</span>
        <input
          type="search"
          inputMode="tel"
          value={filters.number ?? ""}
          placeholder="+1 415 …"
          onChange={({ target }) => change({ number: target.value === "" ? null : target.value })}
        />
      </label>
      {isFiltered && (
        <button type="button" onClick={() => change(NO_FILTERS)}>
          Show all
        </button>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string | null) => void;
}

/** The value in the address is a choice, even if no row on the board has it. */
function Select({ label, value, choices, onChange }: SelectProps) {
  const isKnown = value === null || choices.some((choice) => choice.value === value);
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value ?? ""} onChange={({ target }) => onChange(target.value === "" ? null : target.value)}>
        <option value="">All</option>
        {!isKnown && <option value={value}>{value}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * Some vendors can be queried only by number or agent: the query fetches from them, and new callbacks arrive as
 * changes.
 */
function useLookUp({ number, agent }: Filters): void {
  const phoneNumber = wholeNumber(number);
  const filter = {
    isOpen: true,
    ...(phoneNumber !== null && { phoneNumber }),
    ...(agent !== null && { agentIds: [agent] }),
  };
  useQuery(WallboardPageDocument, { variables: { filter }, skip: phoneNumber === null && agent === null });
}

function choicesOf(rows: readonly BoardRow[]): Record<"sources" | "queues" | "agents", Choice[]> {
  const found = {
    sources: new Map<string, string>(),
    queues: new Map<string, string>(),
    agents: new Map<string, string>(),
  };
  for (const { callback } of rows) {
    const { source, queue, assignment } = callback;
    found.sources.set(source.name, sourceLabel(source));
    if (queue !== null) found.queues.set(queue.id, `${nameOrId(queue)} (${sourceLabel(source)})`);
    const agent = assignment?.agent ?? null;
    if (agent !== null) found.agents.set(agent.id, `${nameOrId(agent)} (${sourceLabel(source)})`);
  }
  const list = (map: Map<string, string>): Choice[] =>
    [...map].map(([value, label]) => ({ value, label })).sort((a, b) => (a.label < b.label ? -1 : 1));
  return { sources: list(found.sources), queues: list(found.queues), agents: list(found.agents) };
}
