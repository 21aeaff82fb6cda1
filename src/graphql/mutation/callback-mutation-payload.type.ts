import { Field, ID, ObjectType } from "type-graphql";
import type { CallbackOutcome } from "../../commands/commands.js";
import type { Loaders } from "../../loaders/loaders.js";
import { toCallback } from "../callback/callback-connection.type.js";
import { CallbackType } from "../callback/callback.type.js";
import { ERRORS, RECEIPT, toReceipt } from "./payload-fields.js";
import { UserErrorType } from "./user-error.type.js";
import { VendorReceiptType } from "./vendor-receipt.type.js";

/** The fields of every mutation on a callback. It is no type of the schema: each mutation has its own payload. */
@ObjectType({ simpleResolvers: true })
abstract class CallbackMutationPayload {
  @Field(() => CallbackType, {
    nullable: true,
    description:
      "The callback as it is now; null if there is none, if the vendor does not return it yet, or if the command is " +
      "still in progress.",
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

@ObjectType("ScheduleCallbackPayload", { simpleResolvers: true, description: "Result of scheduleCallback." })
export class ScheduleCallbackPayloadType extends CallbackMutationPayload {}

@ObjectType("RescheduleCallbackPayload", { simpleResolvers: true, description: "Result of rescheduleCallback." })
export class RescheduleCallbackPayloadType extends CallbackMutationPayload {}

@ObjectType("ReassignCallbackPayload", { simpleResolvers: true, description: "Result of reassignCallback." })
export class ReassignCallbackPayloadType extends CallbackMutationPayload {}

@ObjectType("CancelCallbackPayload", { simpleResolvers: true, description: "Result of cancelCallback." })
export class CancelCallbackPayloadType extends CallbackMutationPayload {}

/** The part of a bulk mutation about one of its ids. */
@ObjectType("BulkCallbackResult", {
  simpleResolvers: true,
  description: "What a mutation on several callbacks did with one of them.",
})
export class BulkCallbackResultType extends CallbackMutationPayload {
  @Field(() => ID, { description: "The id, as the input has it." })
  readonly id: string;

  constructor(id: string, outcome: CallbackOutcome, loaders: Loaders) {
    super(outcome, loaders);
    this.id = id;
  }
}

/** The results of a bulk mutation, or why nothing of it was executed. */
export type BulkResults = Pick<CancelCallbacksPayloadType, "results" | "userErrors">;

const RESULTS = "One result for each id, in the order of the ids; empty if nothing was executed.";
const BULK_ERRORS =
  "Why nothing was executed and nothing sent to any vendor: too many ids, or an invalid key. Empty otherwise: errors of a " +
  "single callback are in its result.";

@ObjectType("CancelCallbacksPayload", { description: "Result of cancelCallbacks.", simpleResolvers: true })
export class CancelCallbacksPayloadType {
  @Field(() => [BulkCallbackResultType], { description: RESULTS })
  readonly results: readonly BulkCallbackResultType[];

  @Field(() => [UserErrorType], { description: BULK_ERRORS })
  readonly userErrors: readonly UserErrorType[];

  constructor({ results, userErrors }: BulkResults) {
    this.results = results;
    this.userErrors = userErrors;
  }
}

@ObjectType("ReassignCallbacksPayload", { description: "Result of reassignCallbacks.", simpleResolvers: true })
export class ReassignCallbacksPayloadType {
  @Field(() => [BulkCallbackResultType], { description: RESULTS })
  readonly results: readonly BulkCallbackResultType[];

  @Field(() => [UserErrorType], { description: BULK_ERRORS })
  readonly userErrors: readonly UserErrorType[];

  constructor({ results, userErrors }: BulkResults) {
    this.results = results;
    this.userErrors = userErrors;
  }
}
