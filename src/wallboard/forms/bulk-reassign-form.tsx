import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { ReassignCallbacksDocument, type ReassignCallbacksInput } from "../../../schema/operations.js";
import { useBulkCommand, type BulkFormProps } from "./bulk-command.js";
import { BulkFailures } from "./bulk-failures.js";
import { ChoiceField, Form } from "./fields.js";
import { useChoices } from "../list/choices.js";
import { useLabels, useWords } from "../data/wall.js";
import { sourceLabel } from "../labels.js";

/** Gives the checked callbacks of an agent's source to the agent. */
export function BulkReassignForm({ callbacks, onDone, onLeave }: BulkFormProps) {
  const { forms } = useWords();
  const labels = useLabels();
  const sources = new Set(callbacks.map(({ source }) => source.id));
  const agents = useChoices().allAgents.filter(({ source }) => sources.has(source.id));
  const [agentId, setAgentId] = useState("");
  const [mutate] = useMutation(ReassignCallbacksDocument);
  const { command, bulkFailures, remaining, run } = useBulkCommand<Omit<ReassignCallbacksInput, "idempotencyKey">>(
    { callbacks, onDone },
    async (input) => (await mutate({ variables: { input } })).data?.reassignCallbacks,
  );
  const agent = agents.find(({ id }) => id === agentId);
  const ids = remaining.filter(({ source }) => source.id === agent?.source.id).map(({ id }) => id);
  const send = async (): Promise<void> => {
    if (agent === undefined) command.fail([{ code: "MISSING", field: "agentId", rule: null }]);
    else await run({ ids, agentId });
  };
  return (
    <Form {...command} doing={forms.reassign} onSend={() => void send()} onLeave={onLeave}>
      <BulkFailures callbacks={callbacks} failures={bulkFailures} />
      <ChoiceField name="agentId" value={agentId} onChange={setAgentId}>
        <option value="">{forms.chooseAgent}</option>
        {agents.map((one) => (
          <option key={one.id} value={one.id}>
            {`${labels.nameOrId(one)} (${sourceLabel(one.source)})`}
          </option>
        ))}
      </ChoiceField>
      {agent !== undefined && <p className="note">{forms.bulkAgentNote(ids.length, sourceLabel(agent.source))}</p>}
    </Form>
  );
}
