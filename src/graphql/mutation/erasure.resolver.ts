import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { GraphQLContext } from "../context.js";
import { AdmitErasedCallbacksPayloadType, EraseCallbacksPayloadType } from "./erase-callbacks-payload.type.js";
import { AdmitErasedCallbacksInput, EraseCallbacksInput, toErasureSubject } from "./erase-callbacks.input.js";

@Resolver()
export class ErasureResolver {
  @Mutation(() => EraseCallbacksPayloadType, {
    description:
      "Erases callbacks, and everything that is stored about their customers: rows, vendor records, unreadable records, " +
      "subjects of commands, and personal data in earlier changes. Subscribers receive a change of kind ERASED. Records " +
      "that the vendor still returns are not stored again. Nothing is erased at the vendor. Requires the scopes callbacks:read, callbacks:write and admin.",
  })
  async eraseCallbacks(
    @Arg("input", () => EraseCallbacksInput, { description: "The callbacks to erase." }) input: EraseCallbacksInput,
    @Ctx() { erasure }: GraphQLContext,
  ): Promise<EraseCallbacksPayloadType> {
    return new EraseCallbacksPayloadType(await erasure.erase(toErasureSubject(input), input.isTrial));
  }

  @Mutation(() => AdmitErasedCallbacksPayloadType, {
    description:
      "Lets erased records be stored again, once their vendor returns them, such as after an erasure by mistake. Requires " +
      "the scopes callbacks:read, callbacks:write and admin.",
  })
  async admitErasedCallbacks(
    @Arg("input", () => AdmitErasedCallbacksInput, { description: "The callbacks that were erased." })
    input: AdmitErasedCallbacksInput,
    @Ctx() { erasure }: GraphQLContext,
  ): Promise<AdmitErasedCallbacksPayloadType> {
    return new AdmitErasedCallbacksPayloadType(await erasure.admit(toErasureSubject(input)));
  }
}
