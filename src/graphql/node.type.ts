import { Field, ID, InterfaceType } from "type-graphql";

@InterfaceType("Node", { description: "An object with a global id, by the Relay specification." })
export abstract class NodeType {
  @Field(() => ID, { description: "The global id: opaque, and stable for the lifetime of the record." })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}
