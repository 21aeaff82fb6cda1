import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { RescheduleCallbackDocument, type RescheduleCallbackInput } from "../../../schema/operations.js";
import type { DetailedCallback } from "../details/facts.js";
import { Form } from "./fields.js";
import type { Times } from "../times.js";
import { useNow, useTimes, useWall } from "../data/wall.js";
import { WindowFields, windowOf, type WindowDefaults } from "./window-fields.js";
import { useCommand } from "./command.js";

export interface ChangeFormProps {
  readonly callback: DetailedCallback;
  readonly onDone: () => void;
  readonly onLeave: () => void;
}

/** Moves a callback to another time. */
export function RescheduleForm({ callback, onDone, onLeave }: ChangeFormProps) {
  const { timeZone } = useWall();
  const now = useNow();
  const times = useTimes(callback.window?.timeZone ?? timeZone);
  const [defaults] = useState(() => defaultsOf(callback.window, now, timeZone, times));
  const [mutate] = useMutation(RescheduleCallbackDocument);
  const command = useCommand<RescheduleCallbackInput>(async (input) => {
    const { data } = await mutate({ variables: { input } });
    return data?.rescheduleCallback;
  });
  const send = async (values: ReadonlyMap<string, string>): Promise<void> => {
    if (await command.send({ id: callback.id, window: windowOf(values) ?? {} })) onDone();
  };
  return (
    <Form {...command} doing="Reschedule" onSend={(values) => void send(values)} onLeave={onLeave}>
      <WindowFields defaults={defaults} />
    </Form>
  );
}

/** The local times as confirmed to the customer, if there is a zone; else in the viewer's zone. */
function defaultsOf(
  window: DetailedCallback["window"],
  now: number,
  viewersZone: string,
  times: Times,
): WindowDefaults {
  const timeZone = window?.timeZone ?? viewersZone;
  const start = window === null ? now : Date.parse(window.start);
  const end = typeof window?.end === "string" ? Date.parse(window.end) : null;
  return {
    timeZone,
    localDate: times.date(start),
    localStart: times.time(start),
    localEnd: end === null ? "" : times.time(end),
  };
}
