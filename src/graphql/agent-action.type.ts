import { Field, ObjectType } from "type-graphql";
import { encodeActionCursor } from "../callback/cursor.js";
import { encodeId } from "../callback/id.js";
import type { Instant } from "../callback/instant.js";
import type { AgentAction } from "../callback/command.js";
import type { AgentActionPage, Loaders } from "../loaders/loaders.js";
import { AgentType } from "./agent.type.js";
import { sourceOf } from "./known-sources.js";
import { NodeType } from "./node.type.js";
import { PageInfoType } from "./page-info.type.js";
import { DateTime } from "./scalars.js";
import { CallbackSourceType } from "./source.type.js";

@ObjectType("AgentAction", {
  description:
    "Something that was done about an agent's burnout index, as the vendor confirmed it. No vendor lets it be read " +
    "again: what is here are the receipts that this gateway was given.",
  implements: NodeType,
  simpleResolvers: true,
})
export class AgentActionType extends NodeType {
  @Field(() => CallbackSourceType, { description: "The source that was told." })
  readonly source: CallbackSourceType;

  @Field(() => String, { nullable: true, description: "The id in the vendor's own system, where it gave one." })
  readonly vendorId: string | null;

  @Field(() => String, { nullable: true, description: "The interaction that gave rise to it, by the vendor's id." })
  readonly interactionId: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's organization." })
  readonly orgId: string | null;

  @Field(() => AgentType, { nullable: true, description: "The agent whom it is about." })
  readonly agent: AgentType | null;

  @Field(() => String, { nullable: true, description: "The program that acted, by name." })
  readonly clientId: string | null;

  @Field(() => String, { nullable: true, description: "What was done, in the vendor's own word." })
  readonly actionType: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was done." })
  readonly actionAt: Instant | null;

  @Field(() => DateTime, { nullable: true, description: "When the vendor noted it, by the vendor's clock." })
  readonly createdAt: Instant | null;

  @Field(() => String, { nullable: true, description: "The id under which the vendor's support finds the call." })
  readonly trackingId: string | null;

  constructor(action: AgentAction, loaders: Loaders) {
    super(encodeId("AgentAction", action.source, action.localId));
    this.source = sourceOf(loaders, action);
    this.vendorId = action.vendorId;
    this.interactionId = action.interactionId;
    this.orgId = action.orgId;
    this.agent = action.agentId === null ? null : new AgentType(this.source, action.agentId);
    this.clientId = action.clientId;
    this.actionType = action.actionType;
    this.actionAt = action.actionAt;
    this.createdAt = action.createdAt;
    this.trackingId = action.trackingId;
  }
}

@ObjectType("AgentActionEdge", { description: "An action and its place in a list.", simpleResolvers: true })
export class AgentActionEdgeType {
  @Field(() => String, { description: "Its place, for `after`." })
  readonly cursor: string;

  @Field(() => AgentActionType, { description: "The action." })
  readonly node: AgentActionType;

  constructor({ position, action }: AgentActionPage["actions"][number], loaders: Loaders) {
    this.cursor = encodeActionCursor(position);
    this.node = new AgentActionType(action, loaders);
  }
}

@ObjectType("AgentActionConnection", {
  description: "A page of the actions about an agent, the latest first, by the Relay specification.",
  simpleResolvers: true,
})
export class AgentActionConnectionType {
  @Field(() => [AgentActionEdgeType], { description: "The actions of this page, each with its place." })
  readonly edges: readonly AgentActionEdgeType[];

  @Field(() => [AgentActionType], { description: "The actions of this page." })
  readonly nodes: readonly AgentActionType[];

  @Field(() => PageInfoType, { description: "Where the page stands." })
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
