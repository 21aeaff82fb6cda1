import { useMutation } from "@apollo/client/react";
import { CancelCallbacksDocument, type CancelCallbacksInput } from "../../../schema/operations.js";
import { useBulkCommand, type BulkFormProps } from "./bulk-command.js";
import { BulkFailures } from "./bulk-failures.js";
import { Form } from "./fields.js";
import { useTimes, useWords } from "../data/wall.js";
import { sourceLabel } from "../labels.js";

/** Cancels several callbacks after a question that says how many, and at which sources. */
export function BulkCancelForm({ callbacks, onDone, onLeave }: BulkFormProps) {
  const { forms } = useWords();
  const times = useTimes();
  const [mutate] = useMutation(CancelCallbacksDocument);
  const { command, bulkFailures, remaining, run } = useBulkCommand<Omit<CancelCallbacksInput, "idempotencyKey">>(
    { callbacks, onDone },
    async (input) => (await mutate({ variables: { input } })).data?.cancelCallbacks,
  );
  const counts = new Map<string, number>();
  for (const { source } of remaining) counts.set(sourceLabel(source), (counts.get(sourceLabel(source)) ?? 0) + 1);
  const where = [...counts].map(([source, count]) => forms.bulkWhere(source, times.number(count))).join(", ");
  const ids = remaining.map(({ id }) => id);
  return (
    <Form
      {...command}
      doing={forms.bulkConfirm(ids.length)}
      isDangerous
      onSend={() => void run({ ids })}
      onLeave={onLeave}
    >
      <BulkFailures callbacks={callbacks} failures={bulkFailures} />
      <p className="confirmation">{forms.bulkQuestion(ids.length, where)}</p>
    </Form>
  );
}
