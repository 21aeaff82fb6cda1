import { Field, InterfaceType } from "type-graphql";

@InterfaceType("Resumable", { description: "An event with a cursor from which a client can resume." })
export abstract class ResumableType {
  @Field(() => String, {
    description: "Position in the change log, opaque. Pass it as `after` to receive the changes that follow.",
  })
  readonly cursor: string;

  constructor(cursor: string) {
    this.cursor = cursor;
  }
}
