import { useEffect, useState, type ReactNode } from "react";
import type { CallbackStatus } from "../../../schema/operations.js";
import { useChoices } from "./choices.js";
import {
  ENDED_STATUSES,
  isFiltered,
  NO_FILTERS,
  OPEN_STATUSES,
  OUTCOMES,
  PROMISES,
  SORTS,
  type Due,
  type Filters,
  type Progress,
} from "./filters.js";
import { Select } from "./select.js";
import { useViewer } from "../data/viewer.js";
import { useFilters, useWords } from "../data/wall.js";

const TYPING_MS = 300;
const DUES: readonly Due[] = ["overdue", "hour"];

export interface FilterBarProps {
  readonly total: number | null;
  /** Buttons for the whole list, beside the heading. */
  readonly children?: ReactNode;
}

/** The filters of the list. They are stored in the address, so that it can be bookmarked and shared. */
export function FilterBar({ total, children }: FilterBarProps) {
  const [filters, change] = useFilters();
  const { list } = useWords();
  return (
    <div className="filters" role="search" aria-label={list.filterLabel}>
      <div className="filters-head">
        <h2 id="callbacks" tabIndex={-1}>
          {list.heading} <span className="count">{total === null ? "" : list.count(total)}</span>
        </h2>
        {isFiltered(filters) && (
          <button
            type="button"
            onClick={() => change({ ...NO_FILTERS, sort: filters.sort, direction: filters.direction })}
          >
            {list.showAll}
          </button>
        )}
        {children}
      </div>
      <MainFilters filters={filters} change={change} />
      <MoreFilters filters={filters} change={change} />
    </div>
  );
}

interface FiltersProps {
  readonly filters: Filters;
  readonly change: (changes: Partial<Filters>) => void;
}

function MainFilters({ filters, change }: FiltersProps) {
  const words = useWords();
  const { list } = words;
  const { canReadPii } = useViewer();
  const choices = useChoices();
  const option = (status: CallbackStatus): ReactNode => (
    <option key={status} value={status}>
      {words.records.statuses[status]}
    </option>
  );
  return (
    <div className="filter-row">
      {canReadPii && <Search value={filters.search} onChange={(search) => change({ search })} />}
      <Select
        label={list.progress}
        value={filters.progress}
        choices={[]}
        onChange={(progress) => change({ progress: progress as Progress })}
      >
        <optgroup label={list.openGroup}>
          <option value="open">{list.open}</option>
          {OPEN_STATUSES.map(option)}
        </optgroup>
        <optgroup label={list.endedGroup}>
          <option value="closed">{list.closed}</option>
          {ENDED_STATUSES.map(option)}
        </optgroup>
        <option value="all">{list.allCallbacks}</option>
      </Select>
      <Select
        label={list.source}
        value={filters.source}
        choices={choices.sources}
        onChange={(source) => change({ source })}
      />
      <Select
        label={list.queue}
        value={filters.queue}
        choices={choices.queues}
        onChange={(queue) => change({ queue })}
      />
      <Select
        label={list.agent}
        value={filters.agent}
        choices={choices.agents}
        onChange={(agent) => change({ agent })}
      />
    </div>
  );
}

/** Filters that are used rarely. Open if one of them applies. */
function MoreFilters({ filters, change }: FiltersProps) {
  const { list, records } = useWords();
  const { campaigns } = useChoices();
  const { campaign, promise, outcome, due, sort, direction } = filters;
  const isUsed = [campaign, promise, outcome, due].some((value) => value !== null) || sort !== NO_FILTERS.sort;
  return (
    <details className="more-filters" open={isUsed}>
      <summary>{list.moreFilters}</summary>
      <div className="filter-row">
        <Select
          label={list.campaign}
          value={campaign}
          choices={campaigns}
          onChange={(value) => change({ campaign: value })}
        />
        <Select
          label={list.promise}
          value={promise}
          choices={PROMISES.map((value) => ({ value, label: records.promises[value] }))}
          onChange={(value) => change({ promise: value as Filters["promise"] })}
        />
        <Select
          label={list.outcome}
          value={outcome}
          choices={OUTCOMES.map((value) => ({ value, label: records.outcomes[value] }))}
          onChange={(value) => change({ outcome: value as Filters["outcome"] })}
        />
        <Select
          label={list.due}
          value={due}
          choices={DUES.map((value) => ({ value, label: list.dues[value] }))}
          onChange={(value) => change({ due: value as Filters["due"] })}
        />
        <Select
          label={list.order}
          value={sort}
          choices={[]}
          onChange={(value) => change({ sort: value as Filters["sort"], direction: "ASC" })}
        >
          {SORTS.map((value) => (
            <option key={value} value={value}>
              {list.sorts[value]}
            </option>
          ))}
        </Select>
        <label className="check">
          <input
            type="checkbox"
            checked={direction === "DESC"}
            onChange={({ target }) => change({ direction: target.checked ? "DESC" : "ASC" })}
          />
          {list.descending}
        </label>
      </div>
    </details>
  );
}

/** The API is queried once the viewer pauses typing. */
function Search({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  const { list } = useWords();
  const [text, setText] = useState(value ?? "");
  const [written, setWritten] = useState(value);
  if (written !== value) {
    setWritten(value);
    if ((value ?? "") !== text.trim()) setText(value ?? "");
  }
  useEffect(() => {
    const next = text.trim() || null;
    if (next === value) return;
    const timer = setTimeout(() => onChange(next), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <label className="field">
      <span>{list.search}</span>
      <input
        type="search"
        value={text}
        placeholder={list.searchHint}
        onChange={({ target }) => setText(target.value)}
      />
    </label>
  );
}
