import { useMutation } from "@apollo/client/react";
import { CancelCallbackDocument, type CancelCallbackInput } from "../../../schema/operations.js";
import { Form } from "./fields.js";
import type { ChangeFormProps } from "./reschedule-form.js";
import { customerName } from "../labels.js";
import { useCommand } from "./command.js";

/** Withdraws a callback, once somebody has said twice that it is to be. */
export function CancelForm({ callback, onDone, onLeave }: ChangeFormProps) {
  const [mutate] = useMutation(CancelCallbackDocument);
  const command = useCommand<CancelCallbackInput>(async (input) => {
    const { data } = await mutate({ variables: { input } });
    return data?.cancelCallback;
  });
  const send = async (): Promise<void> => {
    if (await command.send({ id: callback.id })) onDone();
  };
  return (
    <Form {...command} doing="Yes, cancel it" isDangerous onSend={() => void send()} onLeave={onLeave}>
      <p className="confirmation">
        Cancel the callback of <strong>{customerName(callback.customer)}</strong>? {callback.source.name} will not call.
        This cannot be undone.
      </p>
    </Form>
  );
}
