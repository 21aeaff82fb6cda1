import { nameOf, type VendorName } from "../../domain/names.js";
import type { QueueKind } from "../../domain/queue.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { findRowId } from "./vendor-page.js";

/** One page of a vendor's directory. */
export interface DirectoryRows<Place> {
  readonly rows: readonly JsonValue[];
  /** The start of the next page; null after the last one. */
  readonly next: Place | null;
}

/** The query of one page, as the vendor's client sends it. */
export type DirectoryQuery = Readonly<Record<string, string | number>>;

/** The fields of a row with its id and its name. */
export interface NameFields {
  readonly kind: QueueKind;
  readonly id: string;
  /** The fields whose texts, joined by spaces, are the name. */
  readonly name: readonly string[];
}

/** No directory has more pages: a vendor that repeats one is not read forever. */
const MAX_PAGES = 1000;

/** Reads the names of a directory, page by page. Rows without an id or a name are left out. */
export async function* readDirectory<Place>(
  first: Place,
  readPage: (place: Place) => Promise<DirectoryRows<Place>>,
  fields: NameFields,
): AsyncGenerator<readonly VendorName[]> {
  let place: Place | null = first;
  for (let page = 0; place !== null && page < MAX_PAGES; page += 1) {
    const { rows, next }: DirectoryRows<Place> = await readPage(place);
    yield rows.filter(isJsonObject).flatMap((row) => nameOfRow(row, fields));
    place = next;
  }
}

function nameOfRow(row: JsonObject, { kind, id, name }: NameFields): readonly VendorName[] {
  const texts = name.flatMap((field) => {
    const text = row[field];
    return typeof text === "string" && text.trim() !== "" ? [text.trim()] : [];
  });
  return nameOf(kind, findRowId(row, [id]), texts.join(" "));
}
