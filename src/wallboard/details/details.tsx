import { useQuery } from "@apollo/client/react";
import { useEffect, useState } from "react";
import {
  CallbackDetailsDocument,
  WallboardSourcesDocument,
  type SourceCapability,
} from "../../../schema/operations.js";
import { CancelForm } from "../forms/cancel-form.js";
import { Facts } from "./facts.js";
import { History } from "./history.js";
import { useLiveValue } from "../data/live-value.js";
import { RescheduleForm } from "../forms/reschedule-form.js";
import { StatusBadge } from "../list/status-badge.js";
import { OtherCallbacks } from "./other-callbacks.js";
import { VendorRecord } from "./vendor-record.js";
import { useWall } from "../data/wall.js";
import { customerName, customerNumber } from "../labels.js";

export interface DetailsProps {
  readonly id: string;
  readonly onSelect: (id: string) => void;
}

/** All that is known of one callback, and what can be done about it. */
export function Details({ id, onSelect }: DetailsProps) {
  const { data, error, refetch } = useQuery(CallbackDetailsDocument, { variables: { id } });
  const capabilities = useCapabilities(data?.callback?.source.name);
  const [doing, setDoing] = useState<"reschedule" | "cancel" | null>(null);
  useChangesOf(id, () => void refetch());

  if (error !== undefined) return <p className="fault">{error.message}</p>;
  if (data === undefined) return <p>Loading …</p>;
  const { callback } = data;
  if (callback === null) return <p>Neither the gateway nor the vendor has this callback.</p>;
  const done = (): void => {
    setDoing(null);
    void refetch();
  };
  const can = (capability: SourceCapability): boolean => callback.isOpen && capabilities.includes(capability);
  return (
    <>
      <div className="title">
        <p className="name">{customerName(callback.customer)}</p>
        {callback.customer.name !== null && (
          <p className="number">{customerNumber(callback.customer) ?? "no number"}</p>
        )}
        <StatusBadge status={callback.status} />
      </div>
      {doing === null && (
        <p className="actions">
          {can("RESCHEDULE") && (
            <button type="button" className="primary" onClick={() => setDoing("reschedule")}>
              Reschedule
            </button>
          )}
          {can("CANCEL") && (
            <button type="button" className="danger" onClick={() => setDoing("cancel")}>
              Cancel the callback
            </button>
          )}
          {callback.isOpen && !can("RESCHEDULE") && (
            <span className="note">{callback.source.name} cannot reschedule callbacks.</span>
          )}
          {callback.isOpen && !can("CANCEL") && (
            <span className="note">{callback.source.name} cannot cancel callbacks.</span>
          )}
        </p>
      )}
      {doing === "reschedule" && <RescheduleForm callback={callback} onDone={done} onLeave={() => setDoing(null)} />}
      {doing === "cancel" && <CancelForm callback={callback} onDone={done} onLeave={() => setDoing(null)} />}
      <Facts callback={callback} />
      <History changes={callback.history.nodes} />
      <OtherCallbacks callbacks={callback.customer.callbacks.nodes} id={id} onSelect={onSelect} />
      <VendorRecord id={id} />
    </>
  );
}

function useCapabilities(source: string | undefined): readonly SourceCapability[] {
  const { data } = useQuery(WallboardSourcesDocument);
  return data?.sources.find(({ name }) => name === source)?.capabilities ?? [];
}

/** Calls the listener when the board receives a change of this callback. */
function useChangesOf(id: string, listener: () => void): void {
  const { board } = useWall();
  const latest = useLiveValue(board.latest).find(({ change }) => change.callback.id === id)?.change.cursor;
  const [previous, setPrevious] = useState(latest);
  useEffect(() => {
    if (latest === previous) return;
    setPrevious(latest);
    listener();
  }, [latest, previous, listener]);
}
