import { Field, Int, ObjectType } from "type-graphql";
import { encodeChangeCursor, encodeListCursor } from "../../domain/change/cursor.js";
import { positionOf } from "../../domain/change/position.js";
import type { CallbackOrder, StoredCallback } from "../../domain/query.js";
import { statusOf } from "../../domain/ending.js";
import type { CallbackList, Loaders, PresentingLoaders } from "../../loaders/loaders.js";
import { CallbackType } from "./callback.type.js";
import type { CallbackHolder } from "../execution/fragment-fields.js";
import { PageInfoType } from "../page-info.type.js";
import { toSourceReports, SourceReportType } from "../source/source-report.type.js";

@ObjectType("CallbackEdge", { description: "A callback and its cursor.", simpleResolvers: true })
export class CallbackEdgeType implements CallbackHolder {
  @Field(() => String, {
    description: "Cursor of this callback, for `after` and `before` of a list in the same order.",
  })
  readonly cursor: string;

  @Field(() => CallbackType, { description: "The callback." })
  readonly node!: CallbackType;

  readonly rows: readonly [StoredCallback];

  constructor(
    cursor: string,
    row: StoredCallback,
    private readonly list: CallbackConnectionType,
  ) {
    this.cursor = cursor;
    this.rows = [row];
  }

  toCallback(row: StoredCallback): CallbackType {
    return this.list.toCallback(row);
  }
}

@ObjectType("CallbackConnection", {
  description: "A page of an ordered list of callbacks, by the Relay specification.",
  simpleResolvers: true,
})
export class CallbackConnectionType implements CallbackHolder {
  @Field(() => [CallbackEdgeType], { description: "The callbacks of this page, each with its cursor." })
  readonly edges!: readonly CallbackEdgeType[];

  @Field(() => [CallbackType], { description: "The callbacks of this page." })
  readonly nodes!: readonly CallbackType[];

  @Field(() => PageInfoType, { description: "Whether there are more pages, and the cursors to request them." })
  readonly pageInfo!: PageInfoType;

  @Field(() => Int, { description: "Number of matching callbacks on all pages." })
  readonly totalCount: number | null;

  @Field(() => [SourceReportType], { description: "One report per source: freshness of its data and errors." })
  readonly sources!: readonly SourceReportType[];

  @Field(() => String, {
    description:
      "Position of the change log at the moment of this read. Subscribe with it as `after` to receive every later " +
      "change.",
  })
  readonly changeCursor!: string;

  readonly rows: readonly StoredCallback[];

  constructor(
    readonly list: CallbackList,
    readonly order: CallbackOrder,
    readonly loaders: Loaders,
  ) {
    this.rows = list.rows;
    this.totalCount = list.totalCount;
  }

  toCallback(row: StoredCallback): CallbackType {
    return toCallback(row, this.loaders);
  }

  cursorOf(row: StoredCallback): string {
    return encodeListCursor(positionOf(row, this.order.field), this.order);
  }
}

// Created on access, as most operations select one of these. TypeGraphQL would give a getter of the class a resolver.
Object.defineProperty(CallbackEdgeType.prototype, "node", {
  get(this: CallbackEdgeType) {
    return this.toCallback(this.rows[0]);
  },
});
Object.defineProperties(CallbackConnectionType.prototype, {
  nodes: {
    get(this: CallbackConnectionType) {
      return this.rows.map((row) => this.toCallback(row));
    },
  },
  edges: {
    get(this: CallbackConnectionType) {
      return this.rows.map((row) => new CallbackEdgeType(this.cursorOf(row), row, this));
    },
  },
  pageInfo: {
    get(this: CallbackConnectionType) {
      const { list, rows } = this;
      const ends = rows.filter((_, index) => index === 0 || index === rows.length - 1);
      return new PageInfoType(
        list,
        ends.map((row) => this.cursorOf(row)),
      );
    },
  },
  sources: {
    get(this: CallbackConnectionType) {
      return toSourceReports(this.loaders, this.list.sources);
    },
  },
  changeCursor: {
    get(this: CallbackConnectionType) {
      return encodeChangeCursor(this.list.changePosition);
    },
  },
});

/** A callback with the status that holds at the time of the request. */
export function toCallback(row: StoredCallback, loaders: PresentingLoaders): CallbackType {
  return new CallbackType(row, statusOf(row, loaders.now), loaders);
}
