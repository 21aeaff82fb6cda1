import { Field, ObjectType } from "type-graphql";
import { USER_ERROR_CODES, type UserError, type UserErrorCode } from "../../domain/user-error.js";
import { defineEnum } from "../enum.js";

export const userErrorCode = defineEnum("UserErrorCode", "Why a command was not executed.", USER_ERROR_CODES);

@ObjectType("UserError", { description: "Why a command was not executed.", simpleResolvers: true })
export class UserErrorType {
  @Field(() => userErrorCode, { description: "The reason, for programs." })
  readonly code: UserErrorCode;

  @Field(() => String, {
    description: "The reason, as text for people. Contains no secret and no complete telephone number.",
  })
  readonly message: string;

  @Field(() => [String], {
    nullable: true,
    description: "Path of the invalid input field, relative to `input`; null if no field is at fault.",
  })
  readonly field: readonly string[] | null;

  constructor({ code, message, field }: UserError) {
    this.code = code;
    this.message = message;
    this.field = field;
  }
}
