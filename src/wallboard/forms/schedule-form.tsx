import { useMutation, useQuery } from "@apollo/client/react";
import { useMemo, useState } from "react";
import {
  ScheduleCallbackDocument,
  WallboardSourcesDocument,
  type QueueKind,
  type ScheduleCallbackInput,
} from "../../../schema/operations.js";
import type { BoardRow } from "../data/board.js";
import { nameOrId } from "../labels.js";
import { Field, Form, useComplaint } from "./fields.js";
import { useLiveValue } from "../data/live-value.js";
import { useNow, useTimes, useWall } from "../data/wall.js";
import { WindowFields, windowOf } from "./window-fields.js";
import { useCommand } from "./command.js";

const HOUR = 3_600_000;
const QUARTER = 900_000;

/** The form for a new callback. The vendor's rules are checked by the API. */
export function ScheduleForm({ onDone }: { readonly onDone: () => void }) {
  const { board, timeZone } = useWall();
  const rows = useLiveValue(board.rows);
  const times = useTimes();
  const now = useNow();
  const { data } = useQuery(WallboardSourcesDocument);
  const [mutate] = useMutation(ScheduleCallbackDocument);
  const command = useCommand<ScheduleCallbackInput>(async (input) => {
    const { data: payload } = await mutate({ variables: { input } });
    return payload?.scheduleCallback;
  });
  const sources = data?.sources.filter(({ capabilities }) => capabilities.includes("SCHEDULE")) ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const source = chosen ?? sources[0]?.name ?? "";
  const [isTimed, setTimed] = useState(true);
  const suggestions = useMemo(() => suggestionsOf(rows, source), [rows, source]);
  // The form is opened at one moment, and does not move with the clock.
  const [start] = useState(() => Math.ceil((now + HOUR) / QUARTER) * QUARTER);

  const send = async (values: ReadonlyMap<string, string>): Promise<void> => {
    const window = isTimed ? windowOf(values) : undefined;
    const { phoneNumber = "", ...texts } = Object.fromEntries([...values].filter(([name]) => !name.includes(".")));
    if (await command.send({ ...texts, source, phoneNumber, ...(window !== undefined && { window }) })) onDone();
  };
  return (
    <Form {...command} doing="Schedule" onSend={(values) => void send(values)} onLeave={onDone}>
      <SourceChoice sources={sources.map(({ name }) => name)} value={source} onChange={choose} />
      <Field label="Number" name="phoneNumber" type="tel" placeholder="+14155550123" autoFocus />
      <Field label="Name" name="customerName" autoComplete="off" />
      <Field label="Reason" name="reason" autoComplete="off" />
      <label className="check">
        <input type="checkbox" checked={!isTimed} onChange={({ target }) => setTimed(!target.checked)} />
        As soon as possible
      </label>
      {isTimed && (
        <WindowFields
          defaults={{
            localDate: times.date(start),
            localStart: times.time(start),
            localEnd: times.time(start + HOUR),
            timeZone,
          }}
        />
      )}
      <div className="columns">
        <Field label="Queue" name="queueId" choices={suggestions.queues} autoComplete="off" />
        <Field label="Campaign" name="campaignId" autoComplete="off" />
        <AgentChoice agents={suggestions.agents} />
        <Field label="Origin interaction id" name="originInteractionId" autoComplete="off" />
      </div>
    </Form>
  );
}

interface SourceChoiceProps {
  readonly sources: readonly string[];
  readonly value: string;
  readonly onChange: (name: string) => void;
}

function SourceChoice({ sources, value, onChange }: SourceChoiceProps) {
  const complaint = useComplaint("source");
  return (
    <label className="field" data-path="source">
      <span>Source</span>
      <select
        name="source"
        value={value}
        aria-invalid={complaint !== null}
        onChange={({ target }) => onChange(target.value)}
      >
        {sources.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      {complaint !== null && <span className="fault">{complaint}</span>}
    </label>
  );
}

function AgentChoice({ agents }: { readonly agents: ReadonlyMap<string, string> }) {
  const complaint = useComplaint("agentId");
  return (
    <label className="field" data-path="agentId">
      <span>Agent</span>
      <select name="agentId" defaultValue="" aria-invalid={complaint !== null}>
        <option value="">Any agent</option>
        {[...agents].map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {complaint !== null && <span className="fault">{complaint}</span>}
    </label>
  );
}

/** The kinds of queues whose ids the field queueId takes. */
const SCHEDULABLE: ReadonlySet<QueueKind> = new Set<QueueKind>(["QUEUE", "SKILL", "SERVICE"]);

/** The queues and agents of a source, as far as open callbacks name them. */
function suggestionsOf(rows: readonly BoardRow[], source: string): { queues: string[]; agents: Map<string, string> } {
  const queues = new Set<string>();
  const agents = new Map<string, string>();
  for (const { callback } of rows) {
    if (callback.source.name !== source) continue;
    const { queue } = callback;
    if (queue !== null && SCHEDULABLE.has(queue.kind)) queues.add(queue.vendorId);
    const agent = callback.assignment?.agent ?? null;
    if (agent !== null) agents.set(agent.id, nameOrId(agent));
  }
  return { queues: [...queues].sort(), agents };
}
