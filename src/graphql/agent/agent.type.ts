import { Field, ObjectType } from "type-graphql";
import { encodeId } from "../../domain/id.js";
import type { PresentingLoaders } from "../../loaders/loaders.js";
import { findName, NAME_ORIGIN } from "../name.js";
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

  @Field(() => String, {
    nullable: true,
    description:
      `The agent's name. ${NAME_ORIGIN} \`***\` for callers without the scope \`pii:read\`, unless the source's ` +
      "settings say that agents' names are public.",
  })
  readonly name: string | null;

  constructor(source: CallbackSourceType, vendorId: string, loaders: PresentingLoaders) {
    super(encodeId("Agent", source.name, vendorId));
    this.source = source;
    this.vendorId = vendorId;
    this.name = findName(source, "AGENT", vendorId, loaders);
  }
}
