import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../../domain/time/instant.js";
import type { Freshness, SourceReport } from "../../domain/source.js";
import type { Loaders } from "../../loaders/loaders.js";
import { findSource } from "./request-sources.js";
import { DateTime } from "../scalars.js";
import { SourceErrorType } from "./source-error.type.js";
import { freshness } from "./source.enum.js";
import { CallbackSourceType } from "./source.type.js";

@ObjectType("SourceReport", {
  description:
    "Freshness and errors of one source's data in the result. A failed source is always listed, and its last " +
    "known records are still served.",
  simpleResolvers: true,
})
export class SourceReportType {
  @Field(() => CallbackSourceType, { description: "The source." })
  readonly source: CallbackSourceType;

  @Field(() => freshness, { description: "Freshness of the source's data." })
  readonly freshness: Freshness;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the oldest data in the result was requested from the vendor; null while some of it was never requested.",
  })
  readonly asOf: Instant | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the oldest data on callbacks that are due soon or in progress was requested; null if there are none, " +
      "and for a lookup by key.",
  })
  readonly dueSoonAsOf: Instant | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why the data is not fresh, or only partly: `quota`, `never requested: 1,755`, `failed keys: 1 of 539`, " +
      "`refused keys: 1 of 63`. Text for people: later versions may say more.",
  })
  readonly reason: string | null;

  @Field(() => SourceErrorType, {
    nullable: true,
    description: "The error that made the data stale; null if nothing failed.",
  })
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

/** Converts the reports of a list. */
export function toSourceReports(loaders: Loaders, reports: readonly SourceReport[]): readonly SourceReportType[] {
  return reports.flatMap((report) => {
    const source = findSource(loaders, report.source);
    return source === null ? [] : [new SourceReportType(source, report)];
  });
}
