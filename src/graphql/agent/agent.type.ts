import { Field, ObjectType } from "type-graphql";
import { encodeId } from "../../domain/id.js";
import { NodeType } from "../node.type.js";
import { CallbackSourceType } from "../source/source.type.js";

@ObjectType("Agent", {
  description: "A person who calls customers back. Agents of different sources are always different agents.",
  implements: NodeType,
  simpleResolvers: true,
})
export class AgentType extends NodeType {
  @Field(() => CallbackSourceType, { description: "The source that the agent belongs to." })
  readonly source: CallbackSourceType;

  @Field(() => String, { description: "The id in the vendor's system." })
  readonly vendorId: string;

  constructor(source: CallbackSourceType, vendorId: string) {
    super(encodeId("Agent", source.name, vendorId));
    this.source = source;
    this.vendorId = vendorId;
  }
}
