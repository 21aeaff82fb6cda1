import { decodeListCursor, encodeChangeCursor, encodeListCursor } from "../../domain/change/cursor.js";
import { positionOf } from "../../domain/change/position.js";
import type { CallbackFilter, ListPosition } from "../../domain/query.js";
import type { Loaders, PresentingLoaders, StoredList } from "../../loaders/loaders.js";
import { toCallback } from "../callback/callback-connection.type.js";
import { toFilter } from "../callback/filter.js";
import type { Column } from "./columns.js";
import type { ExportedList } from "./exported-list.js";
import type { ExportFormat } from "./formats.js";

/** The loaders that an export reads with: those of a request, or of the command line. */
export type ExportLoaders = PresentingLoaders & Pick<Loaders, "sources" | "listStored">;

export interface ExportRequest {
  readonly list: ExportedList;
  readonly columns: readonly Column[];
  readonly format: ExportFormat;
  /** The cursor of the last row that the client has; null from the start. */
  readonly after: string | null;
  /** Creates the loaders of the next page. Throws where the export may not go on. */
  readonly createLoaders: () => ExportLoaders;
}

/** A part of the file. */
export interface ExportChunk {
  readonly text: string;
  readonly rowCount: number;
}

export interface ExportFile {
  /** The position in the change log when the first page was read. */
  readonly changeCursor: string;
  /** The file. To be read once. Rejects where a page cannot be read. */
  chunks(): AsyncGenerator<ExportChunk, void, undefined>;
}

/** Rows that are read by one query, as one text, which the embedded store makes without letting other requests begin. */
const PAGE_ROWS = 50;
/** Length of a part of the file: a client that reads slowly has the gateway hold no more than one page and one part. */
const CHUNK_CHARACTERS = 32_768;

/**
 * Reads the first page of a list, so that an invalid request fails before a file begins. Rejects as the field `callbacks`
 * does. The other pages are read as the file is; each one is a short read of its own, by the cursor of the last row.
 */
export async function openExport({ list, columns, format, after, createLoaders }: ExportRequest): Promise<ExportFile> {
  const { orderBy } = list;
  const readPage = (loaders: ExportLoaders, filter: CallbackFilter, position: ListPosition | null) =>
    loaders.listStored({
      filter,
      orderBy,
      slice: { size: PAGE_ROWS, from: "start", after: position, before: null },
      hasRecords: false,
    });
  const firstLoaders = createLoaders();
  const filter = toFilter(list.filter, firstLoaders);
  const start = after === null ? null : decodeListCursor("after", after, orderBy);
  const firstPage = await readPage(firstLoaders, filter, start);
  const changeCursor = encodeChangeCursor(firstPage.changePosition);

  async function* chunks(): AsyncGenerator<ExportChunk, void, undefined> {
    let loaders = firstLoaders;
    let page: StoredList = firstPage;
    const writeRow = format.rowWriter(columns);
    let rowCount = 0;
    let chunk = { text: format.head(columns), rowCount: 0 };
    for (;;) {
      let last: ListPosition | null = null;
      for (const row of page.rows) {
        last = positionOf(row, orderBy.field);
        const callback = toCallback(row, loaders);
        const cursor = encodeListCursor(last, orderBy);
        const line = writeRow(columns.map((column) => column.read(callback, cursor)));
        chunk = { text: chunk.text + line, rowCount: chunk.rowCount + 1 };
        if (chunk.text.length < CHUNK_CHARACTERS) continue;
        rowCount += chunk.rowCount;
        yield chunk;
        chunk = { text: "", rowCount: 0 };
      }
      if (!page.hasNextPage || last === null) break;
      // The embedded store responds without ever letting other requests begin.
      await new Promise(setImmediate);
      loaders = createLoaders();
      page = await readPage(loaders, filter, last);
    }
    rowCount += chunk.rowCount;
    yield { ...chunk, text: chunk.text + format.end({ count: rowCount, changeCursor }) };
  }
  return { changeCursor, chunks };
}
