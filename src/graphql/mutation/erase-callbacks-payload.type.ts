import { Field, ID, Int, ObjectType } from "type-graphql";
import { encodeId } from "../../domain/id.js";
import type { Erasure } from "../../domain/erasure.js";

@ObjectType("EraseCallbacksPayload", {
  simpleResolvers: true,
  description: "Result of eraseCallbacks: what was erased, or would be on trial. Backups of the store are not changed.",
})
export class EraseCallbacksPayloadType {
  @Field(() => [ID], { description: "The global ids of the callbacks." })
  readonly erasedIds: readonly string[];

  @Field(() => Int, { description: "The number of earlier changes without personal data from now on." })
  readonly changeCount: number;

  @Field(() => Int, { description: "The number of commands in the audit without their subject from now on." })
  readonly commandCount: number;

  @Field(() => Int, { description: "The number of unreadable records that were deleted." })
  readonly unreadableRecordCount: number;

  constructor({ callbacks, changes, commands, quarantined }: Erasure) {
    this.erasedIds = callbacks.map(({ source, vendorId }) => encodeId("Callback", source, vendorId));
    this.changeCount = changes;
    this.commandCount = commands;
    this.unreadableRecordCount = quarantined;
  }
}

@ObjectType("AdmitErasedCallbacksPayload", { simpleResolvers: true, description: "Result of admitErasedCallbacks." })
export class AdmitErasedCallbacksPayloadType {
  @Field(() => Int, { description: "The number of records that are stored again once their vendor returns them." })
  readonly recordCount: number;

  constructor(recordCount: number) {
    this.recordCount = recordCount;
  }
}
