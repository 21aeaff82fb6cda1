import type { WallboardRowFragment } from "../../../schema/operations.js";
import type { BulkFailure } from "./bulk-command.js";
import { failureText } from "./failure.js";
import { useLabels, useWords } from "../data/wall.js";

export interface BulkFailuresProps {
  readonly callbacks: readonly WallboardRowFragment[];
  readonly failures: readonly BulkFailure[];
}

/** Lists the callbacks that were not changed, each with its reason. */
export function BulkFailures({ callbacks, failures }: BulkFailuresProps) {
  const words = useWords();
  const labels = useLabels();
  if (failures.length === 0) return null;
  const byId = new Map(callbacks.map((callback) => [callback.id, callback]));
  return (
    <div className="fault" role="alert" tabIndex={-1}>
      <p>{words.forms.bulkFailed(failures.length)}</p>
      <ul>
        {failures.map(({ id, failure }) => {
          const customer = byId.get(id)?.customer;
          return (
            <li key={id}>
              <strong>{customer === undefined ? words.records.noName : labels.customerName(customer)}</strong>:{" "}
              {failureText(failure, words)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
