import { Field, ObjectType } from "type-graphql";
import type { Assignment, AssignmentType } from "../../domain/callback.js";
import type { Instant } from "../../domain/time/instant.js";
import type { PresentingLoaders } from "../../loaders/loaders.js";
import { AgentType } from "../agent/agent.type.js";
import { assignmentType } from "./callback.enum.js";
import { DateTime } from "../scalars.js";
import type { CallbackSourceType } from "../source/source.type.js";

@ObjectType("Assignment", { description: "Which agents may take the call.", simpleResolvers: true })
export class CallbackAssignmentType {
  @Field(() => AgentType, { nullable: true, description: "The agent; null if none is named." })
  readonly agent: AgentType | null;

  @Field(() => assignmentType, { description: "The kind of assignment." })
  readonly type: AssignmentType;

  @Field(() => Boolean, { nullable: true, description: "True if no other agent may take the call." })
  readonly exclusive: boolean | null;

  @Field(() => DateTime, { nullable: true, description: "When the callback was assigned." })
  readonly assignedAt: Instant | null;

  constructor(assignment: Assignment, source: CallbackSourceType, loaders: PresentingLoaders) {
    this.agent = assignment.agentId === null ? null : new AgentType(source, assignment.agentId, loaders);
    this.type = assignment.type;
    this.exclusive = assignment.exclusive;
    this.assignedAt = assignment.assignedAt;
  }
}
