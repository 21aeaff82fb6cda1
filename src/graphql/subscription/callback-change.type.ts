import { Field, ObjectType } from "type-graphql";
import { encodeResumeCursor } from "../../domain/change/cursor.js";
import type { CallbackChangeKind } from "../../domain/change/change.js";
import type { Instant } from "../../domain/time/instant.js";
import type { PublishedChange } from "../../subscriptions/published-change.js";
import type { CallbackStatus } from "../../domain/status.js";
import type { ChangePage, Loaders } from "../../loaders/loaders.js";
import { callbackChangeKind, callbackStatus } from "../callback/callback.enum.js";
import { CallbackType } from "../callback/callback.type.js";
import { PageInfoType } from "../page-info.type.js";
import { ResumableType } from "./resumable.type.js";
import { DateTime } from "../scalars.js";

@ObjectType("CallbackChange", {
  description: "A change to a callback that the gateway observed.",
  implements: ResumableType,
  simpleResolvers: true,
})
export class CallbackChangeType extends ResumableType {
  @Field(() => callbackChangeKind, { description: "The kind of change." })
  readonly kind: CallbackChangeKind;

  @Field(() => CallbackType, { description: "The callback as it was right after the change." })
  readonly callback: CallbackType;

  @Field(() => callbackStatus, {
    nullable: true,
    description: "The status before the change; null for a new callback.",
  })
  readonly previousStatus: CallbackStatus | null;

  @Field(() => callbackStatus, { description: "The status after the change." })
  readonly status: CallbackStatus;

  @Field(() => [String], { description: "Names of the Callback fields that changed." })
  readonly changedFields: readonly string[];

  @Field(() => DateTime, {
    nullable: true,
    description: "When the change happened, by the vendor's clock or by the callback's window; null if unknown.",
  })
  readonly occurredAt: Instant | null;

  @Field(() => DateTime, { description: "When the gateway observed the change." })
  readonly observedAt: Instant;

  constructor(change: PublishedChange, loaders: Loaders) {
    super(encodeResumeCursor(change));
    this.kind = change.kind;
    const at = change.kind === "SNAPSHOT" ? loaders.now : change.observedAt;
    this.callback = new CallbackType(change.callback, change.status, loaders, at);
    this.previousStatus = change.previousStatus;
    this.status = change.status;
    this.changedFields = change.changedFields;
    this.occurredAt = change.occurredAt;
    this.observedAt = change.observedAt;
  }
}

@ObjectType("CallbackChangeEdge", { description: "A change and its cursor.", simpleResolvers: true })
export class CallbackChangeEdgeType {
  @Field(() => String, { description: "Cursor of this change, for `after`." })
  readonly cursor: string;

  @Field(() => CallbackChangeType, { description: "The change." })
  readonly node: CallbackChangeType;

  constructor(node: CallbackChangeType) {
    this.cursor = node.cursor;
    this.node = node;
  }
}

@ObjectType("CallbackChangeConnection", {
  description: "A page of a callback's changes, oldest first, by the Relay specification.",
  simpleResolvers: true,
})
export class CallbackChangeConnectionType {
  @Field(() => [CallbackChangeEdgeType], { description: "The changes of this page, each with its cursor." })
  readonly edges: readonly CallbackChangeEdgeType[];

  @Field(() => [CallbackChangeType], { description: "The changes of this page." })
  readonly nodes: readonly CallbackChangeType[];

  @Field(() => PageInfoType, { description: "Whether there are more pages, and the cursors to request them." })
  readonly pageInfo: PageInfoType;

  constructor(page: ChangePage, loaders: Loaders) {
    this.nodes = page.changes.map((change) => new CallbackChangeType(change, loaders));
    this.edges = this.nodes.map((node) => new CallbackChangeEdgeType(node));
    this.pageInfo = new PageInfoType(
      page,
      this.nodes.map(({ cursor }) => cursor),
    );
  }
}
