import { useMutation } from "@apollo/client/react";
import { ReassignCallbackDocument, type ReassignCallbackInput } from "../../../schema/operations.js";
import { ChoiceField, Form } from "./fields.js";
import type { ChangeFormProps } from "./form-props.js";
import { useChoices } from "../list/choices.js";
import { useCommand, type CommandPayload } from "./command.js";
import { useReceipt } from "./receipt.js";
import { useLabels, useWords } from "../data/wall.js";

/** Gives a callback to another agent of its source. */
export function ReassignForm({ callback, onDone, onLeave, onShow }: ChangeFormProps) {
  const { forms } = useWords();
  const labels = useLabels();
  const agents = useChoices().allAgents.filter(({ source }) => source.id === callback.source.id);
  const confirm = useReceipt(onShow);
  const [mutate] = useMutation(ReassignCallbackDocument);
  const command = useCommand<ReassignCallbackInput, CommandPayload>(async (input) => {
    const { data } = await mutate({ variables: { input } });
    return data?.reassignCallback;
  });
  const send = async (values: ReadonlyMap<string, string>): Promise<void> => {
    const agent = agents.find(({ id }) => id === values.get("agentId"));
    if (agent === undefined) {
      command.fail([{ code: "MISSING", field: "agentId", rule: null }]);
      return;
    }
    const payload = await command.send({ id: callback.id, agentId: agent.id });
    if (payload === null) return;
    confirm(payload, forms.reassigned(labels.customerName(callback.customer), labels.nameOrId(agent)));
    onDone();
  };
  return (
    <Form {...command} doing={forms.reassign} onSend={(values) => void send(values)} onLeave={onLeave}>
      <ChoiceField name="agentId">
        <option value="">{forms.chooseAgent}</option>
        {agents.map((agent) => (
          <option key={agent.id} value={agent.id}>
            {labels.nameOrId(agent)}
          </option>
        ))}
      </ChoiceField>
    </Form>
  );
}
