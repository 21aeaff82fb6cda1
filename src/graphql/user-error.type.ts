import { Field, ObjectType } from "type-graphql";
import { USER_ERROR_CODES, type UserError, type UserErrorCode } from "../callback/user-error.js";
import { defineEnum } from "./enum.js";

export const userErrorCode = defineEnum("UserErrorCode", "Why a command was not fulfilled.", USER_ERROR_CODES);

@ObjectType("UserError", { description: "Why a command was not fulfilled, for its author.", simpleResolvers: true })
export class UserErrorType {
  @Field(() => userErrorCode, { description: "Why, for programs." })
  readonly code: UserErrorCode;

  @Field(() => String, { description: "Why, for people. Holds no secret and no whole telephone number." })
  readonly message: string;

  @Field(() => [String], {
    nullable: true,
    description: "The path of the input's field that is to blame, from the input's own fields on; null where none is.",
  })
  readonly field: readonly string[] | null;

  constructor({ code, message, field }: UserError) {
    this.code = code;
    this.message = message;
    this.field = field;
  }
}
