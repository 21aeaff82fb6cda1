import { CallbackDetailsDocument, type SourceCapability } from "../../../schema/operations.js";
import { useState } from "react";
import { CancelForm } from "../forms/cancel-form.js";
import { Facts, type DetailedCallback } from "./facts.js";
import { History } from "./history.js";
import { useLiveQuery } from "../data/live-query.js";
import { OtherCallbacks } from "./other-callbacks.js";
import { ReassignForm } from "../forms/reassign-form.js";
import { RescheduleForm } from "../forms/reschedule-form.js";
import { useCapabilities } from "../data/sources.js";
import { StatusBadge } from "../list/status-badge.js";
import { useViewer } from "../data/viewer.js";
import { VendorRecord } from "./vendor-record.js";
import { useLabels, useWall, useWords } from "../data/wall.js";
import { sourceLabel } from "../labels.js";

export interface DetailsProps {
  readonly id: string;
  readonly onSelect: (id: string) => void;
}

type Act = "reschedule" | "reassign" | "cancel";

/** All that is known of one callback, and what can be done about it. Read again after each change. */
export function Details({ id, onSelect }: DetailsProps) {
  const { changes } = useWall();
  const words = useWords();
  const labels = useLabels();
  const { data, error } = useLiveQuery({
    query: CallbackDetailsDocument,
    variables: () => ({ id }),
    key: id,
    pauseMs: 1000,
  });
  const [act, setAct] = useState<Act | null>(null);
  const callback = data?.callback ?? null;

  if (data === null) {
    const isFailed = error !== null;
    return <p className={isFailed ? "fault" : "note"}>{isFailed ? words.details.failed : words.shell.loading}</p>;
  }
  if (callback === null) return <p>{words.details.missing}</p>;
  const form = {
    callback,
    onShow: onSelect,
    onLeave: () => setAct(null),
    onDone: () => {
      setAct(null);
      changes.invalidate();
    },
  };
  return (
    <>
      <div className="title">
        <p className="name">{labels.customerName(callback.customer)}</p>
        {callback.customer.name !== null && (
          <p className="number">{labels.customerNumber(callback.customer) ?? words.records.noNumber}</p>
        )}
        <StatusBadge status={callback.status} />
      </div>
      {act === null && <Acts callback={callback} onAct={setAct} />}
      {act === "reschedule" && <RescheduleForm {...form} />}
      {act === "reassign" && <ReassignForm {...form} />}
      {act === "cancel" && <CancelForm {...form} />}
      <Facts callback={callback} />
      <History changes={callback.history.nodes} />
      <OtherCallbacks callbacks={callback.customer.callbacks.nodes} id={id} onSelect={onSelect} />
      <VendorRecord id={id} />
    </>
  );
}

interface ActsProps {
  readonly callback: DetailedCallback;
  readonly onAct: (act: Act) => void;
}

/** Offers what the viewer may do and the source can do. */
function Acts({ callback, onAct }: ActsProps) {
  const { details } = useWords();
  const { canWrite } = useViewer();
  const capabilities = useCapabilities(callback.source.name);
  const can = (capability: SourceCapability): boolean => capabilities.includes(capability);
  const source = sourceLabel(callback.source);
  if (!callback.isOpen) return null;
  if (!canWrite) return <p className="note actions">{details.readOnly}</p>;
  return (
    <p className="actions">
      {can("RESCHEDULE") && (
        <button type="button" className="primary" onClick={() => onAct("reschedule")}>
          {details.reschedule}
        </button>
      )}
      {can("REASSIGN") && (
        <button type="button" onClick={() => onAct("reassign")}>
          {details.reassign}
        </button>
      )}
      {can("CANCEL") && (
        <button type="button" className="danger" onClick={() => onAct("cancel")}>
          {details.cancel}
        </button>
      )}
      {!can("RESCHEDULE") && <span className="note">{details.cannotReschedule(source)}</span>}
      {!can("CANCEL") && <span className="note">{details.cannotCancel(source)}</span>}
    </p>
  );
}
