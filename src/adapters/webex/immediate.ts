import type { ScheduleCommand } from "../../domain/command.js";
import { CommandRejected, refuseFor, userError } from "../../domain/user-error.js";
import type { AdapterContext, PlannedWrite } from "../adapter.js";
import { NOTHING } from "../wire/vendor-page.js";
import { readAfterWrite } from "../write.js";
import type { WebexClient } from "./client.js";
import { checkWebexTask } from "./rules.js";
import type { WebexSettings } from "./settings.js";
import type { WebexTasks } from "./tasks.js";

export interface WebexImmediateOptions {
  readonly client: WebexClient;
  readonly context: AdapterContext;
  /** The tasks, for callbacks as soon as possible; null without the Search API. */
  readonly tasks: WebexTasks | null;
  readonly immediate: WebexSettings["immediate"];
}

/** Plans a callback as soon as possible, which is a task. The Search API may lack it for a while after. */
export function planWebexTask(
  command: ScheduleCommand,
  { client, context, tasks, immediate }: WebexImmediateOptions,
): PlannedWrite {
  refuseFor(checkWebexTask(command, immediate !== undefined));
  const request = {
    destination: command.phoneNumber,
    entryPointId: immediate?.entryPointId ?? "",
    ...(immediate?.origin !== undefined && { origin: immediate.origin }),
    outboundType: "CALLBACK",
    mediaType: "telephony",
    callback: { callbackOrigin: "web", callbackType: "immediate" },
  };
  return {
    async send(call) {
      const { id, trackingId } = await client.createTask(request, call);
      const respondedAt = context.clock();
      const page = await readAfterWrite(async () => (tasks === null ? NOTHING : tasks.get(id, call)));
      return { receipt: { trackingId: trackingId ?? null, respondedAt }, vendorId: id, page };
    },
  };
}

/** The API ends tasks, which would cut a call, and does not move them. */
export function refuseTaskWrite(what: "canceled" | "reassigned" | "rescheduled"): CommandRejected {
  const message = `a courtesy or immediate callback cannot be ${what}: the vendor's API only has that for scheduled ones`;
  return new CommandRejected([userError("UNSUPPORTED", message, "id")]);
}
