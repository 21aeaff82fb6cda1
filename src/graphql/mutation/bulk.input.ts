import { Field, ID, InputType } from "type-graphql";
import { MOST_CALLBACKS } from "../../domain/command.js";

const IDS =
  `Global ids of 1 to ${MOST_CALLBACKS} callbacks, of any sources. An id that is invalid, or that stands in the list before, has ` +
  "an error in its result and does not affect the others.";
const BULK_KEY =
  "Idempotency key: any text of 1 to 255 characters. Under it each callback is changed at most once: repeating the mutation " +
  "returns the outcomes of the callbacks that it has changed, and executes the others. Repeat it after a timeout or a " +
  "disconnect.";

@InputType("CancelCallbacksInput", { description: "Input of cancelCallbacks." })
export class CancelCallbacksInput {
  @Field(() => [ID], { description: IDS })
  ids!: string[];

  @Field(() => String, { description: BULK_KEY })
  idempotencyKey!: string;
}

@InputType("ReassignCallbacksInput", { description: "Input of reassignCallbacks." })
export class ReassignCallbacksInput {
  @Field(() => [ID], { description: IDS })
  ids!: string[];

  @Field(() => ID, {
    description:
      "The agent to assign, by the agent's global id. An agent belongs to one source: a callback of another source has an " +
      "error in its result.",
  })
  agentId!: string;

  @Field(() => String, { description: BULK_KEY })
  idempotencyKey!: string;
}
