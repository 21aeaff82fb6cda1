import { randomUUID } from "node:crypto";
import type { WrittenAction } from "../adapters/adapter.js";
import type { AgentActionRequest } from "./commands.js";
import { NO_TRACE, type Job } from "./job.js";
import type { CommandContext } from "./command-context.js";
import { unable } from "./schedule-job.js";
import { subjectOf } from "./subject.js";

/** Builds the job that records an agent action. No vendor returns it again: the receipt is stored, a lost response stays lost. */
export function agentActionJob(context: CommandContext, request: AgentActionRequest): Job<WrittenAction> {
  const { agent, actor, idempotencyKey, ...rest } = request;
  const { source, vendorId: agentId } = agent;
  return {
    kind: "AGENT_ACTION",
    source,
    actor,
    key: idempotencyKey,
    input: { ...rest, agentId },
    subject: subjectOf({ agent: agentId, clientId: rest.clientId, actionType: rest.actionType }),
    async plan(call) {
      const { adapter } = context.sourceFor(source, "AGENT_ACTIONS", "agentId");
      const command = { ...rest, agentId, actionAt: rest.actionAt ?? context.clock() };
      return adapter.recordAgentAction?.(command, call) ?? unable();
    },
    async save({ action }) {
      const vendor = context.vendorOf(source);
      const actionId = action.vendorId ?? randomUUID();
      await context.store.saveAgentAction({ ...action, source, vendor, actionId });
      return { vendorId: null, actionId };
    },
    trace: () => Promise.resolve(NO_TRACE),
  };
}
