import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../callback/instant.js";
import type { Freshness, SourceReport } from "../callback/source.js";
import type { Loaders } from "../loaders/loaders.js";
import { findSource } from "./known-sources.js";
import { DateTime } from "./scalars.js";
import { SourceErrorType } from "./source-error.type.js";
import { freshness } from "./source.enum.js";
import { CallbackSourceType } from "./source.type.js";

@ObjectType("SourceReport", {
  description:
    "What a source contributed to this answer. A source that failed never hides: it is listed here, and its last " +
    "known records are still served.",
  simpleResolvers: true,
})
export class SourceReportType {
  @Field(() => CallbackSourceType, { description: "The source." })
  readonly source: CallbackSourceType;

  @Field(() => freshness, { description: "How new its part is." })
  readonly freshness: Freshness;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the oldest part of it was requested; null while a part of it never was.",
  })
  readonly asOf: Instant | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the oldest part of it was requested that is due soon or in progress; null where there is none, and for a " +
      "look-up by a key.",
  })
  readonly dueSoonAsOf: Instant | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why its part is not new, or is new only in part: `quota`, `never asked: 1,755`, `failed keys: 1 of 539`, " +
      "`refused keys: 1 of 63`. For people: it may say more in later versions.",
  })
  readonly reason: string | null;

  @Field(() => SourceErrorType, { nullable: true, description: "Why its part is not new; null where nothing failed." })
  readonly error: SourceErrorType | null;

  constructor(source: CallbackSourceType, report: SourceReport) {
    this.source = source;
    this.freshness = report.freshness;
    this.asOf = report.asOf;
    this.dueSoonAsOf = report.dueSoonAsOf;
    this.reason = report.reason;
    this.error = report.error === null ? null : new SourceErrorType(report.error);
  }
}

/** The reports of an answer, as the API shows them. */
export function showReports(loaders: Loaders, reports: readonly SourceReport[]): readonly SourceReportType[] {
  return reports.flatMap((report) => {
    const source = findSource(loaders, report.source);
    return source === null ? [] : [new SourceReportType(source, report)];
  });
}
