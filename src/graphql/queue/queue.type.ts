import { Field, ObjectType } from "type-graphql";
import { queueId } from "../../domain/id.js";
import { QUEUE_KINDS, type Queue, type QueueKind } from "../../domain/queue.js";
import type { PresentingLoaders } from "../../loaders/loaders.js";
import { defineEnum } from "../enum.js";
import { findName, NAME_ORIGIN } from "../name.js";
import { NodeType } from "../node.type.js";
import { CallbackSourceType } from "../source/source.type.js";

export const queueKind = defineEnum("QueueKind", "What a vendor calls the queue of a callback.", QUEUE_KINDS);

@ObjectType("Queue", {
  description:
    "Where customers wait to be called: a queue, skill, campaign, call target or callback service of a vendor. Queues " +
    "of different sources or kinds are always different queues.",
  implements: NodeType,
  simpleResolvers: true,
})
export class QueueType extends NodeType {
  @Field(() => CallbackSourceType, { description: "The source that the queue belongs to." })
  readonly source: CallbackSourceType;

  @Field(() => queueKind, { description: "What it is at the vendor." })
  readonly kind: QueueKind;

  @Field(() => String, { description: "The id in the vendor's system, unique for the source and kind." })
  readonly vendorId: string;

  @Field(() => String, {
    nullable: true,
    description: `The queue's name. ${NAME_ORIGIN} The name of an agent's queue is masked as the agent's is.`,
  })
  readonly name: string | null;

  constructor(source: CallbackSourceType, { kind, vendorId }: Queue, loaders: PresentingLoaders) {
    super(queueId({ source: source.name, kind, vendorId }));
    this.source = source;
    this.kind = kind;
    this.vendorId = vendorId;
    this.name = findName(source, kind, vendorId, loaders);
  }
}
