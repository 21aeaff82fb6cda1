import { Field, ObjectType } from "type-graphql";
import { encodeActionCursor } from "../../domain/change/cursor.js";
import { encodeId } from "../../domain/id.js";
import type { Instant } from "../../domain/time/instant.js";
import type { AgentAction } from "../../domain/command.js";
import type { AgentActionPage, Loaders } from "../../loaders/loaders.js";
import { AgentType } from "./agent.type.js";
import { sourceOf } from "../source/request-sources.js";
import { NodeType } from "../node.type.js";
import { PageInfoType } from "../page-info.type.js";
import { DateTime } from "../scalars.js";
import { CallbackSourceType } from "../source/source.type.js";

@ObjectType("AgentAction", {
  description:
    "An action taken on an agent's burnout index, as confirmed by the vendor. No vendor API reads actions back: " +
    "these are the receipts that the gateway stored.",
  implements: NodeType,
  simpleResolvers: true,
})
export class AgentActionType extends NodeType {
  @Field(() => CallbackSourceType, { description: "The source that the action was reported to." })
  readonly source: CallbackSourceType;

  @Field(() => String, {
    nullable: true,
    description: "The id in the vendor's system; null if the vendor returned none.",
  })
  readonly vendorId: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's id of the interaction that caused the action." })
  readonly interactionId: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's organization id." })
  readonly orgId: string | null;

  @Field(() => AgentType, { nullable: true, description: "The agent that the action concerns." })
  readonly agent: AgentType | null;

  @Field(() => String, { nullable: true, description: "The name of the program that took the action." })
  readonly clientId: string | null;

  @Field(() => String, { nullable: true, description: "The type of the action, as a value of the vendor's." })
  readonly actionType: string | null;

  @Field(() => DateTime, { nullable: true, description: "When the action was taken." })
  readonly actionAt: Instant | null;

  @Field(() => DateTime, { nullable: true, description: "When the vendor recorded the action, by the vendor's clock." })
  readonly createdAt: Instant | null;

  @Field(() => String, { nullable: true, description: "The tracking id to give the vendor's support." })
  readonly trackingId: string | null;

  constructor(action: AgentAction, loaders: Loaders) {
    super(encodeId("AgentAction", action.source, action.actionId));
    this.source = sourceOf(loaders, action);
    this.vendorId = action.vendorId;
    this.interactionId = action.interactionId;
    this.orgId = action.orgId;
    this.agent = action.agentId === null ? null : new AgentType(this.source, action.agentId, loaders);
    this.clientId = action.clientId;
    this.actionType = action.actionType;
    this.actionAt = action.actionAt;
    this.createdAt = action.createdAt;
    this.trackingId = action.trackingId;
  }
}

@ObjectType("AgentActionEdge", { description: "An action and its cursor.", simpleResolvers: true })
export class AgentActionEdgeType {
  @Field(() => String, { description: "Cursor of this action, for `after`." })
  readonly cursor: string;

  @Field(() => AgentActionType, { description: "The action." })
  readonly node: AgentActionType;

  constructor({ position, action }: AgentActionPage["actions"][number], loaders: Loaders) {
    this.cursor = encodeActionCursor(position);
    this.node = new AgentActionType(action, loaders);
  }
}

@ObjectType("AgentActionConnection", {
  description: "A page of actions on agents, latest first, by the Relay specification.",
  simpleResolvers: true,
})
export class AgentActionConnectionType {
  @Field(() => [AgentActionEdgeType], { description: "The actions of this page, each with its cursor." })
  readonly edges: readonly AgentActionEdgeType[];

  @Field(() => [AgentActionType], { description: "The actions of this page." })
  readonly nodes: readonly AgentActionType[];

  @Field(() => PageInfoType, { description: "Whether there are more pages, and the cursors to request them." })
  readonly pageInfo: PageInfoType;

  constructor(page: AgentActionPage, loaders: Loaders) {
    this.edges = page.actions.map((item) => new AgentActionEdgeType(item, loaders));
    this.nodes = this.edges.map(({ node }) => node);
    this.pageInfo = new PageInfoType(
      page,
      this.edges.map(({ cursor }) => cursor),
    );
  }
}
