import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { RescheduleCallbackDocument, type RescheduleCallbackInput } from "../../../schema/operations.js";
import { spanOf, type DetailedCallback } from "../details/facts.js";
import { Form } from "./fields.js";
import type { ChangeFormProps } from "./form-props.js";
import { instantOf } from "./local-time.js";
import { useCommand, type CommandPayload } from "./command.js";
import { useReceipt } from "./receipt.js";
import { useLabels, useNow, useTimes, useWall, useWords } from "../data/wall.js";
import { WindowFields, windowOf, type WindowValues } from "./window-fields.js";
import type { Times } from "../times.js";

/** Moves a callback to another time; its message offers to move it back. */
export function RescheduleForm({ callback, onDone, onLeave, onShow }: ChangeFormProps) {
  const { timeZone: viewersZone, toasts, newKey } = useWall();
  const words = useWords();
  const { forms } = words;
  const customer = useLabels().customerName(callback.customer);
  const now = useNow();
  const timeZone = callback.window?.timeZone ?? viewersZone;
  const zoneTimes = useTimes(timeZone);
  const times = useTimes();
  const [defaults] = useState(() => valuesOf(callback.window, now, timeZone, zoneTimes));
  const confirm = useReceipt(onShow);
  const [mutate] = useMutation(RescheduleCallbackDocument);
  const send = async (input: RescheduleCallbackInput): Promise<CommandPayload | undefined> =>
    (await mutate({ variables: { input } })).data?.rescheduleCallback;
  const command = useCommand<RescheduleCallbackInput, CommandPayload>(send);

  const undo = async (window: NonNullable<DetailedCallback["window"]>): Promise<void> => {
    const values = valuesOf(window, now, timeZone, zoneTimes);
    const payload = await send({ id: callback.id, window: sentWindow(values), idempotencyKey: newKey() }).catch(
      () => undefined,
    );
    if (payload?.userErrors.length === 0) confirm(payload, forms.undone(customer));
    else toasts.add({ text: forms.undoFailed(customer), isFailure: true });
  };
  const submit = async (values: ReadonlyMap<string, string>): Promise<void> => {
    const window = windowOf(values) ?? {};
    const payload = await command.send({ id: callback.id, window });
    if (payload === null) return;
    const start = instantOf({ ...defaults, ...window });
    const previous = callback.window;
    const isPast = previous !== null && Date.parse(previous.start) <= now;
    const actions = previous === null || isPast ? [] : [{ label: forms.undo, run: () => void undo(previous) }];
    confirm(payload, forms.rescheduled(customer, start === null ? "" : times.full(start)), actions);
    onDone();
  };
  return (
    <Form {...command} doing={forms.reschedule} onSend={(values) => void submit(values)} onLeave={onLeave}>
      {callback.window !== null && <p className="note">{spanOf(callback.window, zoneTimes, words)}</p>}
      <WindowFields defaults={defaults} />
    </Form>
  );
}

/** The local times as the customer was given them, if the vendor reports a zone; else in the viewer's zone. */
function valuesOf(window: DetailedCallback["window"], now: number, timeZone: string, times: Times): WindowValues {
  const start = window === null ? now : Date.parse(window.start);
  const end = typeof window?.end === "string" ? Date.parse(window.end) : null;
  return {
    timeZone,
    localDate: times.date(start),
    localStart: times.time(start),
    localEnd: end === null ? "" : times.time(end),
  };
}

function sentWindow({ localEnd, ...rest }: WindowValues): Partial<WindowValues> {
  return localEnd === "" ? rest : { ...rest, localEnd };
}
