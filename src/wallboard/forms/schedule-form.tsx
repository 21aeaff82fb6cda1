import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { ScheduleCallbackDocument, type QueueKind, type ScheduleCallbackInput } from "../../../schema/operations.js";
import { ChoiceField, Field, Form } from "./fields.js";
import { instantOf } from "./local-time.js";
import { useChoices } from "../list/choices.js";
import { useCommand, type CommandPayload } from "./command.js";
import { useReceipt } from "./receipt.js";
import { useLiveValue } from "../data/live-value.js";
import { useLabels, useNow, useTimes, useWall, useWords } from "../data/wall.js";
import { sourceLabel } from "../labels.js";
import { WindowFields, windowOf, type WindowValues } from "./window-fields.js";

const HOUR = 3_600_000;
const QUARTER = 900_000;

/** The kinds of queues whose ids the field queueId takes. */
const SCHEDULABLE: ReadonlySet<QueueKind> = new Set<QueueKind>(["QUEUE", "SKILL", "SERVICE"]);

export interface ScheduleFormProps {
  readonly onDone: () => void;
  /** Opens the details of a callback. */
  readonly onShow: (id: string) => void;
}

/** The form for a new callback. The vendor's rules are checked by the API. */
export function ScheduleForm({ onDone, onShow }: ScheduleFormProps) {
  const { timeZone, sources } = useWall();
  const { forms } = useWords();
  const times = useTimes();
  const now = useNow();
  const confirm = useReceipt(onShow);
  const [mutate] = useMutation(ScheduleCallbackDocument);
  const command = useCommand<ScheduleCallbackInput, CommandPayload>(async (input) => {
    const { data } = await mutate({ variables: { input } });
    return data?.scheduleCallback;
  });
  const { data } = useLiveValue(sources);
  const offered = data?.sources.filter(({ capabilities }) => capabilities.includes("SCHEDULE")) ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const source = chosen ?? offered[0]?.name ?? "";
  const [isTimed, setTimed] = useState(true);
  // The form is opened at one moment, and does not move with the clock.
  const [start] = useState(() => Math.ceil((now + HOUR) / QUARTER) * QUARTER);
  const defaults: WindowValues = {
    localDate: times.date(start),
    localStart: times.time(start),
    localEnd: times.time(start + HOUR),
    timeZone,
  };

  const send = async (values: ReadonlyMap<string, string>): Promise<void> => {
    const window = isTimed ? windowOf(values) : undefined;
    const { phoneNumber, ...texts } = Object.fromEntries([...values].filter(([name]) => !name.includes(".")));
    if (phoneNumber === undefined) {
      command.fail([{ code: "MISSING", field: "phoneNumber", rule: null }]);
      return;
    }
    const payload = await command.send({ ...texts, source, phoneNumber, ...(window !== undefined && { window }) });
    if (payload === null) return;
    const at = window === undefined ? null : instantOf({ ...defaults, ...window });
    confirm(
      payload,
      forms.scheduled(values.get("customerName") ?? phoneNumber, at === null ? forms.asap : times.full(at)),
    );
    onDone();
  };
  return (
    <Form {...command} doing={forms.schedule} onSend={(values) => void send(values)} onLeave={onDone}>
      <ChoiceField name="source" value={source} onChange={choose}>
        {offered.map((one) => (
          <option key={one.id} value={one.name}>
            {sourceLabel(one)}
          </option>
        ))}
      </ChoiceField>
      <Field name="phoneNumber" type="tel" placeholder="+14155550123" autoFocus />
      <Field name="customerName" autoComplete="off" />
      <Field name="reason" autoComplete="off" />
      <label className="check">
        <input type="checkbox" checked={!isTimed} onChange={({ target }) => setTimed(!target.checked)} />
        {forms.asap}
      </label>
      {isTimed && <WindowFields defaults={defaults} />}
      <Routing source={source} />
    </Form>
  );
}

/** The routing of the call: a queue that open callbacks of the source name, or an id. */
function Routing({ source }: { readonly source: string }) {
  const { forms } = useWords();
  const labels = useLabels();
  const { allQueues, allAgents } = useChoices();
  const queues = allQueues.filter((queue) => queue.source.name === source && SCHEDULABLE.has(queue.kind));
  const agents = allAgents.filter((agent) => agent.source.name === source);
  const [isOther, setOther] = useState(false);
  return (
    <div className="columns">
      {isOther ? (
        <Field name="queueId" autoComplete="off" autoFocus />
      ) : (
        <ChoiceField name="queueId" onChange={(value) => setOther(value === OTHER)}>
          <option value="">{forms.noQueue}</option>
          {queues.map((queue) => (
            <option key={queue.id} value={queue.vendorId}>
              {labels.nameOrId(queue)}
            </option>
          ))}
          <option value={OTHER}>{forms.otherQueue}</option>
        </ChoiceField>
      )}
      <ChoiceField name="agentId">
        <option value="">{forms.anyAgent}</option>
        {agents.map((agent) => (
          <option key={agent.id} value={agent.id}>
            {labels.nameOrId(agent)}
          </option>
        ))}
      </ChoiceField>
      <Field name="campaignId" autoComplete="off" />
      <Field name="originInteractionId" autoComplete="off" />
    </div>
  );
}

const OTHER = "\u0000other";
