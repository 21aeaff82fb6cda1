import { Field, ObjectType } from "type-graphql";
import type { AgentActionOutcome, CallbackOutcome, CommandOutcome } from "../../commands/commands.js";
import type { Loaders } from "../../loaders/loaders.js";
import { AgentActionType } from "../agent/agent-action.type.js";
import { toCallback } from "../callback/callback-connection.type.js";
import { CallbackType } from "../callback/callback.type.js";
import { findSource, sourceOf } from "../source/request-sources.js";
import { UserErrorType } from "./user-error.type.js";
import { VendorReceiptType } from "./vendor-receipt.type.js";

const RECEIPT =
  "The vendor's receipt; null if there was no response, or if it was lost and the outcome was found later by " +
  "reconciliation.";
const ERRORS = "Why the command was not executed, or not as requested. Empty if it was.";

@ObjectType("CallbackMutationPayload", { description: "Result of a mutation on a callback.", simpleResolvers: true })
export class CallbackMutationPayloadType {
  @Field(() => CallbackType, {
    nullable: true,
    description: "The callback as it is now; null if there is none, or if the vendor does not return it yet.",
  })
  readonly callback: CallbackType | null;

  @Field(() => VendorReceiptType, { nullable: true, description: RECEIPT })
  readonly receipt: VendorReceiptType | null;

  @Field(() => [UserErrorType], { description: ERRORS })
  readonly userErrors: readonly UserErrorType[];

  constructor(outcome: CallbackOutcome, loaders: Loaders) {
    const { callback } = outcome;
    this.callback = callback === null ? null : toCallback(callback, loaders);
    this.receipt = toReceipt(outcome, callback?.callback.vendor ?? null, loaders);
    this.userErrors = outcome.errors.map((error) => new UserErrorType(error));
  }
}

@ObjectType("RecordAgentActionPayload", {
  description: "Result of recordAgentAction.",
  simpleResolvers: true,
})
export class RecordAgentActionPayloadType {
  @Field(() => AgentActionType, {
    nullable: true,
    description: "The action as the vendor confirmed it; null if it did not.",
  })
  readonly action: AgentActionType | null;

  @Field(() => VendorReceiptType, { nullable: true, description: RECEIPT })
  readonly receipt: VendorReceiptType | null;

  @Field(() => [UserErrorType], { description: ERRORS })
  readonly userErrors: readonly UserErrorType[];

  constructor(outcome: AgentActionOutcome, loaders: Loaders) {
    const { action } = outcome;
    this.action = action === null ? null : new AgentActionType(action, loaders);
    this.receipt = toReceipt(outcome, action?.vendor ?? null, loaders);
    this.userErrors = outcome.errors.map((error) => new UserErrorType(error));
  }
}

/** A key may be repeated after its source was taken out of the settings. */
function toReceipt(
  { source, receipt }: CommandOutcome,
  vendor: string | null,
  loaders: Loaders,
): VendorReceiptType | null {
  if (receipt === null) return null;
  const found = vendor === null ? findSource(loaders, source) : sourceOf(loaders, { source, vendor });
  return found === null ? null : new VendorReceiptType(found, receipt);
}
