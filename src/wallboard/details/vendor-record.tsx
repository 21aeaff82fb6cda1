import { useLazyQuery } from "@apollo/client/react";
import { VendorRecordDocument } from "../../../schema/operations.js";
import { useWords } from "../data/wall.js";
import { fieldName } from "../labels.js";

/** The vendor's own record, read when somebody opens it. */
export function VendorRecord({ id }: { readonly id: string }) {
  const [read, { data, error }] = useLazyQuery(VendorRecordDocument);
  const { details } = useWords();
  const record = data?.callback?.vendorRecord;
  return (
    <details
      className="record"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void read({ variables: { id } });
      }}
    >
      <summary>{details.record}</summary>
      {error !== undefined && <p className="fault">{details.recordFailed}</p>}
      {record !== undefined && <RecordFields record={record} />}
    </details>
  );
}

function RecordFields({ record }: { readonly record: Readonly<Record<string, unknown>> }) {
  const { __typename, additionalFields, ...named } = record;
  const more = typeof additionalFields === "object" && additionalFields !== null ? additionalFields : {};
  const fields = Object.entries({ ...named, ...more }).filter(([, value]) => value !== null && value !== undefined);
  const { details } = useWords();
  return (
    <>
      <p className="note">{String(__typename)}</p>
      {fields.length === 0 && <p>{details.recordHidden}</p>}
      <dl className="facts" lang="en">
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{fieldName(name)}</dt>
            <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
