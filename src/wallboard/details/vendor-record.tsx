import { useLazyQuery } from "@apollo/client/react";
import { VendorRecordDocument } from "../../../schema/operations.js";
import { fieldName } from "../labels.js";

/** The vendor's own record, read when somebody opens it. */
export function VendorRecord({ id }: { readonly id: string }) {
  const [read, { data, error }] = useLazyQuery(VendorRecordDocument);
  const record = data?.callback?.vendorRecord;
  return (
    <details
      className="record"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void read({ variables: { id } });
      }}
    >
      <summary>Vendor record</summary>
      {error !== undefined && <p className="fault">{error.message}</p>}
      {record !== undefined && <RecordFields record={record} />}
    </details>
  );
}

function RecordFields({ record }: { readonly record: Readonly<Record<string, unknown>> }) {
  const { __typename, additionalFields, ...named } = record;
  const more = typeof additionalFields === "object" && additionalFields !== null ? additionalFields : {};
  const fields = Object.entries({ ...named, ...more }).filter(([, value]) => value !== null && value !== undefined);
  return (
    <>
      <p className="note">{String(__typename)}</p>
      {fields.length === 0 && <p>Hidden: requires the scope pii:read.</p>}
      <dl className="facts">
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
