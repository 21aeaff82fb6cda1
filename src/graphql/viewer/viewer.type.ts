import { Field, ObjectType } from "type-graphql";
import { SCOPES, type Caller, type Scope } from "../../domain/caller.js";
import { defineEnum } from "../enum.js";

/** The name of a scope in the schema: `callbacks:read` is CALLBACKS_READ. */
type ScopeName = "CALLBACKS_READ" | "CALLBACKS_WRITE" | "PII_READ" | "ADMIN";

const NAMES: Readonly<Record<Scope, ScopeName>> = {
  "callbacks:read": "CALLBACKS_READ",
  "callbacks:write": "CALLBACKS_WRITE",
  "pii:read": "PII_READ",
  admin: "ADMIN",
};

const scopeEnum = defineEnum<ScopeName>("Scope", "What a caller may do. No scope implies another.", {
  CALLBACKS_READ: SCOPES["callbacks:read"],
  CALLBACKS_WRITE: SCOPES["callbacks:write"],
  PII_READ: SCOPES["pii:read"],
  ADMIN: SCOPES.admin,
});

@ObjectType("Viewer", {
  description:
    "The caller of this operation and what it may do, so that a client offers nothing that would be rejected. Readable " +
    "without any scope, in an operation that reads nothing else.",
  simpleResolvers: true,
})
export class ViewerType {
  @Field(() => String, {
    description: "The caller's id, as in the audit; `anybody` where the gateway requires no authentication.",
  })
  readonly id: string;

  @Field(() => [scopeEnum], { description: "The scopes that the caller has." })
  readonly scopes: readonly ScopeName[];

  @Field(() => [String], {
    description: "Names of the sources that exist for the caller, in the order of the settings.",
  })
  readonly sources: readonly string[];

  constructor(caller: Caller, sources: readonly string[]) {
    this.id = caller.id;
    this.scopes = [...caller.scopes].map((scope) => NAMES[scope]).sort();
    this.sources = sources;
  }
}
