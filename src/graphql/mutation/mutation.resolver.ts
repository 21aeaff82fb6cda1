import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { CallbackKey } from "../../domain/change/observation.js";
import type { WindowRequest } from "../../commands/commands.js";
import type { CallbackWindowInput } from "../callback/callback-window.input.js";
import { CancelCallbackInput } from "./cancel-callback.input.js";
import type { GraphQLContext } from "../context.js";
import { parseKey } from "../identify.js";
import { CallbackMutationPayloadType, RecordAgentActionPayloadType } from "./mutation-payload.type.js";
import { RecordAgentActionInput } from "./record-agent-action.input.js";
import { RescheduleCallbackInput } from "./reschedule-callback.input.js";
import { ScheduleCallbackInput } from "./schedule-callback.input.js";

@Resolver()
export class MutationResolver {
  @Mutation(() => CallbackMutationPayloadType, {
    description: "Schedules a callback at a source. Requires the source's capability SCHEDULE.",
  })
  async scheduleCallback(
    @Arg("input", () => ScheduleCallbackInput, { description: "The customer to call, and when." })
    input: ScheduleCallbackInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<CallbackMutationPayloadType> {
    const outcome = await commands.schedule({
      actor,
      source: input.source,
      phoneNumber: input.phoneNumber,
      customerName: input.customerName ?? null,
      window: toWindow(input.window),
      reason: input.reason ?? null,
      queueId: input.queueId ?? null,
      campaignId: input.campaignId ?? null,
      agent: toAgent(input.agentId),
      originInteractionId: input.originInteractionId ?? null,
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return new CallbackMutationPayloadType(outcome, loaders);
  }

  @Mutation(() => CallbackMutationPayloadType, {
    description: "Moves a callback to another time. Requires the source's capability RESCHEDULE.",
  })
  async rescheduleCallback(
    @Arg("input", () => RescheduleCallbackInput, { description: "The callback and its new window." })
    input: RescheduleCallbackInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<CallbackMutationPayloadType> {
    const outcome = await commands.reschedule({
      actor,
      callback: parseKey("input.id", input.id, "Callback"),
      window: toWindow(input.window),
      agent: toAgent(input.agentId),
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return new CallbackMutationPayloadType(outcome, loaders);
  }

  @Mutation(() => CallbackMutationPayloadType, {
    description: "Cancels a callback: the customer is not called. Requires the source's capability CANCEL.",
  })
  async cancelCallback(
    @Arg("input", () => CancelCallbackInput, { description: "The callback to cancel." }) input: CancelCallbackInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<CallbackMutationPayloadType> {
    const outcome = await commands.cancel({
      actor,
      callback: parseKey("input.id", input.id, "Callback"),
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return new CallbackMutationPayloadType(outcome, loaders);
  }

  @Mutation(() => RecordAgentActionPayloadType, {
    description:
      "Reports an action on an agent's burnout index to the vendor, and stores the receipt. Requires the " +
      "source's capability AGENT_ACTIONS.",
  })
  async recordAgentAction(
    @Arg("input", () => RecordAgentActionInput, { description: "The action, and the agent that it concerns." })
    input: RecordAgentActionInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<RecordAgentActionPayloadType> {
    const outcome = await commands.recordAgentAction({
      actor,
      agent: parseKey("input.agentId", input.agentId, "Agent"),
      interactionId: input.interactionId ?? null,
      clientId: input.clientId,
      actionType: input.actionType,
      actionAt: input.actionAt?.getTime() ?? null,
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return new RecordAgentActionPayloadType(outcome, loaders);
  }
}

function toAgent(id: string | null | undefined): CallbackKey | null {
  return id === null || id === undefined ? null : parseKey("input.agentId", id, "Agent");
}

function toWindow(window: CallbackWindowInput): WindowRequest;
function toWindow(window: CallbackWindowInput | null | undefined): WindowRequest | null;
function toWindow(window: CallbackWindowInput | null | undefined): WindowRequest | null {
  if (window === null || window === undefined) return null;
  return {
    start: window.start?.getTime() ?? null,
    end: window.end?.getTime() ?? null,
    localDate: window.localDate ?? null,
    localStart: window.localStart ?? null,
    localEnd: window.localEnd ?? null,
    timeZone: window.timeZone ?? null,
  };
}
