import { Field, Int, ObjectType } from "type-graphql";
import { encodeChangeCursor, encodeListCursor } from "../callback/cursor.js";
import { positionOf } from "../callback/position.js";
import type { CallbackOrder, StoredCallback } from "../callback/query.js";
import { statusAt } from "../callback/status.js";
import type { CallbackList, Loaders } from "../loaders/loaders.js";
import { CallbackType } from "./callback.type.js";
import type { Unread } from "./row-lists.js";
import { PageInfoType } from "./page-info.type.js";
import { showReports, SourceReportType } from "./source-report.type.js";

@ObjectType("CallbackEdge", { description: "A callback and its place in a list.", simpleResolvers: true })
export class CallbackEdgeType implements Unread {
  @Field(() => String, { description: "Its place, for `after` and `before` of a list in the same order." })
  readonly cursor: string;

  @Field(() => CallbackType, { description: "The callback." })
  readonly node!: CallbackType;

  constructor(
    cursor: string,
    readonly unread: StoredCallback,
    readonly show: Unread["show"],
  ) {
    this.cursor = cursor;
    Object.defineProperty(this, "node", { get: () => show(unread) });
  }
}

@ObjectType("CallbackConnection", {
  description: "A page of an ordered list of callbacks, by the Relay specification.",
  simpleResolvers: true,
})
export class CallbackConnectionType implements Unread {
  @Field(() => [CallbackEdgeType], { description: "The callbacks of this page, each with its place." })
  readonly edges!: readonly CallbackEdgeType[];

  @Field(() => [CallbackType], { description: "The callbacks of this page." })
  readonly nodes!: readonly CallbackType[];

  @Field(() => PageInfoType, { description: "Where the page stands." })
  readonly pageInfo!: PageInfoType;

  @Field(() => Int, { description: "How many callbacks match, on all pages." })
  readonly totalCount: number | null;

  @Field(() => [SourceReportType], { description: "What each source contributed, and how new that is." })
  readonly sources: readonly SourceReportType[];

  @Field(() => String, {
    description: "The change log's place at this very read: what comes behind it is not in this list yet.",
  })
  readonly changeCursor: string;

  readonly unread: readonly StoredCallback[];
  readonly show: (row: StoredCallback) => CallbackType;

  constructor(list: CallbackList, order: CallbackOrder, loaders: Loaders) {
    const { rows } = list;
    const cursorOf = (row: StoredCallback): string => encodeListCursor(positionOf(row, order.field), order);
    this.unread = rows;
    this.show = (row) => showCallback(row, loaders);
    // Made when somebody asks for them: most want one of these, and the rest costs as much.
    Object.defineProperties(this, {
      nodes: { get: () => rows.map(this.show) },
      edges: { get: () => rows.map((row) => new CallbackEdgeType(cursorOf(row), row, this.show)) },
      pageInfo: {
        get: () =>
          new PageInfoType(list, rows.filter((_, index) => index === 0 || index === rows.length - 1).map(cursorOf)),
      },
    });
    this.totalCount = list.totalCount;
    this.sources = showReports(loaders, list.sources);
    this.changeCursor = encodeChangeCursor(list.changePosition);
  }
}

/** A callback as it is at the moment of the request. */
export function showCallback(row: StoredCallback, loaders: Loaders): CallbackType {
  return new CallbackType(row, statusAt(row.callback, loaders.now), loaders);
}
