import { Field, InterfaceType } from "type-graphql";

@InterfaceType("Resumable", { description: "Anything that a client can resume behind." })
export abstract class ResumableType {
  @Field(() => String, { description: "Its place in the change log, opaque: what comes `after` it comes behind it." })
  readonly cursor: string;

  constructor(cursor: string) {
    this.cursor = cursor;
  }
}
