import { Field, ID, InterfaceType } from "type-graphql";

@InterfaceType("Node", { description: "Anything with a global id, by the Relay specification." })
export abstract class NodeType {
  @Field(() => ID, { description: "The global id: opaque, and stable for the life of the record." })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}
