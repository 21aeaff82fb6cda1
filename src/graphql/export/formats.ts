import type { GraphQLFormattedError } from "graphql";
import { csvRow } from "../../lib/csv.js";
import type { Column, ColumnValue } from "./columns.js";

/** The end of a complete export. */
export interface ExportEnd {
  readonly count: number;
  readonly changeCursor: string;
}

/** At the beginning of a file, for programs that take UTF-8 for another encoding without it. */
export const BYTE_ORDER_MARK = "\ufeff";

/** A format of exported lists. */
export interface ExportFormat {
  readonly mediaType: string;
  head(columns: readonly Column[]): string;
  /** Returns the function that writes a row. */
  rowWriter(columns: readonly Column[]): (values: readonly ColumnValue[]) => string;
  end(end: ExportEnd): string;
  /** The last line of an export that failed; null if the format has none, so that the connection has to break. */
  failure(error: GraphQLFormattedError): string | null;
}

/** The formats, by the extension of their files. */
export const EXPORT_FORMATS = {
  csv: {
    mediaType: "text/csv; charset=utf-8; header=present",
    head: (columns) => csvRow(columns.map(({ name }) => name)),
    rowWriter: () => csvRow,
    end: () => "",
    failure: () => null,
  },
  ndjson: {
    mediaType: "application/x-ndjson; charset=utf-8",
    head: () => "",
    rowWriter(columns) {
      const keys = columns.map(({ name }, index) => `${index === 0 ? "" : ","}${JSON.stringify(name)}:`);
      return (values) => `{${values.map((value, index) => `${keys[index]}${JSON.stringify(value)}`).join("")}}\n`;
    },
    end: (end) => `${JSON.stringify({ end: true, ...end })}\n`,
    failure: (error) => `${JSON.stringify({ error })}\n`,
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatName = keyof typeof EXPORT_FORMATS;
