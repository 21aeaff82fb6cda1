import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { CallbackKey } from "../../domain/change/observation.js";
import type { WindowRequest } from "../../commands/commands.js";
import { MOST_CALLBACKS } from "../../domain/command.js";
import type { CallbackWindowInput } from "../callback/callback-window.input.js";
import { CancelCallbackInput } from "./cancel-callback.input.js";
import type { GraphQLContext } from "../context.js";
import { parseKey } from "../identify.js";
import { RecordAgentActionPayloadType } from "./agent-action-payload.type.js";
import { executeBulk } from "./bulk.js";
import { CancelCallbacksInput, ReassignCallbacksInput } from "./bulk.input.js";
import {
  CancelCallbackPayloadType,
  CancelCallbacksPayloadType,
  ReassignCallbackPayloadType,
  ReassignCallbacksPayloadType,
  RescheduleCallbackPayloadType,
  ScheduleCallbackPayloadType,
} from "./callback-mutation-payload.type.js";
import { ReassignCallbackInput } from "./reassign-callback.input.js";
import { RecordAgentActionInput } from "./record-agent-action.input.js";
import { RescheduleCallbackInput } from "./reschedule-callback.input.js";
import { ScheduleCallbackInput } from "./schedule-callback.input.js";

const BULK =
  "Each callback has its own outcome: one that is rejected, or whose vendor is down or slow, does not affect the others. " +
  "Commands go on when the client disconnects. One without an outcome shortly before the operation's time limit has the " +
  "error AMBIGUOUS: repeat the mutation with its key.";

@Resolver()
export class MutationResolver {
  @Mutation(() => ScheduleCallbackPayloadType, {
    description: "Schedules a callback at a source. Requires the source's capability SCHEDULE.",
  })
  async scheduleCallback(
    @Arg("input", () => ScheduleCallbackInput, { description: "The customer to call, and when." })
    input: ScheduleCallbackInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<ScheduleCallbackPayloadType> {
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
    return new ScheduleCallbackPayloadType(outcome, loaders);
  }

  @Mutation(() => RescheduleCallbackPayloadType, {
    description: "Moves a callback to another time. Requires the source's capability RESCHEDULE.",
  })
  async rescheduleCallback(
    @Arg("input", () => RescheduleCallbackInput, { description: "The callback and its new window." })
    input: RescheduleCallbackInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<RescheduleCallbackPayloadType> {
    const outcome = await commands.reschedule({
      actor,
      callback: parseKey("input.id", input.id, "Callback"),
      window: toWindow(input.window),
      agent: toAgent(input.agentId),
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return new RescheduleCallbackPayloadType(outcome, loaders);
  }

  @Mutation(() => ReassignCallbackPayloadType, {
    description: "Assigns a callback to another agent, at the same time. Requires the source's capability REASSIGN.",
  })
  async reassignCallback(
    @Arg("input", () => ReassignCallbackInput, { description: "The callback and its new agent." })
    input: ReassignCallbackInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<ReassignCallbackPayloadType> {
    const outcome = await commands.reassign({
      actor,
      callback: parseKey("input.id", input.id, "Callback"),
      agent: parseKey("input.agentId", input.agentId, "Agent"),
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return new ReassignCallbackPayloadType(outcome, loaders);
  }

  @Mutation(() => ReassignCallbacksPayloadType, {
    description: `Assigns up to ${MOST_CALLBACKS} callbacks to another agent, each as reassignCallback does. ${BULK}`,
  })
  async reassignCallbacks(
    @Arg("input", () => ReassignCallbacksInput, { description: "The callbacks and their new agent." })
    input: ReassignCallbacksInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<ReassignCallbacksPayloadType> {
    const agent = parseKey("input.agentId", input.agentId, "Agent");
    const outcome = await executeBulk(input, { commands, loaders }, (callback, idempotencyKey) =>
      commands.reassign({ actor, callback, agent, idempotencyKey }),
    );
    return new ReassignCallbacksPayloadType(outcome);
  }

  @Mutation(() => CancelCallbackPayloadType, {
    description: "Cancels a callback: the customer is not called. Requires the source's capability CANCEL.",
  })
  async cancelCallback(
    @Arg("input", () => CancelCallbackInput, { description: "The callback to cancel." }) input: CancelCallbackInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<CancelCallbackPayloadType> {
    const outcome = await commands.cancel({
      actor,
      callback: parseKey("input.id", input.id, "Callback"),
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return new CancelCallbackPayloadType(outcome, loaders);
  }

  @Mutation(() => CancelCallbacksPayloadType, {
    description: `Cancels up to ${MOST_CALLBACKS} callbacks, each as cancelCallback does. ${BULK}`,
  })
  async cancelCallbacks(
    @Arg("input", () => CancelCallbacksInput, { description: "The callbacks to cancel." }) input: CancelCallbacksInput,
    @Ctx() { commands, actor, loaders }: GraphQLContext,
  ): Promise<CancelCallbacksPayloadType> {
    const outcome = await executeBulk(input, { commands, loaders }, (callback, idempotencyKey) =>
      commands.cancel({ actor, callback, idempotencyKey }),
    );
    return new CancelCallbacksPayloadType(outcome);
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
