import { useMutation } from "@apollo/client/react";
import { CancelCallbackDocument, type CancelCallbackInput } from "../../../schema/operations.js";
import { Form } from "./fields.js";
import type { ChangeFormProps } from "./form-props.js";
import { useCommand, type CommandPayload } from "./command.js";
import { useReceipt } from "./receipt.js";
import { useLabels, useWords } from "../data/wall.js";
import { sourceLabel } from "../labels.js";

/** Cancels a callback after a question. */
export function CancelForm({ callback, onDone, onLeave, onShow }: ChangeFormProps) {
  const { forms } = useWords();
  const labels = useLabels();
  const confirm = useReceipt(onShow);
  const [mutate] = useMutation(CancelCallbackDocument);
  const command = useCommand<CancelCallbackInput, CommandPayload>(async (input) => {
    const { data } = await mutate({ variables: { input } });
    return data?.cancelCallback;
  });
  const customer = labels.customerName(callback.customer);
  const send = async (): Promise<void> => {
    const payload = await command.send({ id: callback.id });
    if (payload === null) return;
    confirm(payload, forms.canceled(customer));
    onDone();
  };
  return (
    <Form {...command} doing={forms.confirmCancel} isDangerous onSend={() => void send()} onLeave={onLeave}>
      <p className="confirmation">{forms.cancelQuestion(customer, sourceLabel(callback.source))}</p>
    </Form>
  );
}
