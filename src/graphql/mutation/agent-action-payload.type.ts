import { Field, ObjectType } from "type-graphql";
import type { AgentActionOutcome } from "../../commands/commands.js";
import type { Loaders } from "../../loaders/loaders.js";
import { AgentActionType } from "../agent/agent-action.type.js";
import { ERRORS, RECEIPT, toReceipt } from "./payload-fields.js";
import { UserErrorType } from "./user-error.type.js";
import { VendorReceiptType } from "./vendor-receipt.type.js";

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
