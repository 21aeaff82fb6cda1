import type { Words } from "./words/words.js";

/** The API's placeholder for a text that the viewer may not see. */
const MASK = "***";

/** Abbreviations have at most this many letters: `ACME_XYZ` becomes "Acme XYZ". */
const MAX_ABBREVIATION = 3;

/** Ids up to this length are shown whole. */
const MAX_ID = 12;

/** A vendor's name for people: `ACME_CLOUD` becomes "Acme Cloud". */
export function vendorName(vendor: string): string {
  return vendor
    .split("_")
    .map((part) => (part.length <= MAX_ABBREVIATION ? part : part.charAt(0) + part.slice(1).toLowerCase()))
    .join(" ");
}

/** A field of a vendor's record for people: `queueId` is "Queue id". */
export function fieldName(name: string): string {
  const text = name
    .replaceAll(/([a-z\d])([A-Z])/gu, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether the API hides this from the viewer. */
export function isHidden(text: string | null | undefined): boolean {
  return text?.startsWith(MASK) === true;
}

/** The name of a source for people. */
export function sourceLabel({
  name,
  displayName,
}: {
  readonly name: string;
  readonly displayName: string | null;
}): string {
  return displayName ?? name;
}

interface Named {
  readonly name: string | null;
  readonly phoneNumber: string | null;
  readonly phoneNumberRaw: string | null;
}

/** Names of records as a viewer reads them. */
export interface Labels {
  /** A text as it may be shown; null where there is none. Of a hidden number the last digits are left. */
  readonly visibleText: (text: string | null | undefined) => string | null;
  /** A customer: by the number where there is no name. */
  readonly customerName: (customer: Named) => string;
  /** The number to show of a customer; null where there is none. */
  readonly customerNumber: (customer: Omit<Named, "name">) => string | null;
  /** A queue or an agent: without a visible name, a short form of the id that says that it is one. */
  readonly nameOrId: (named: { readonly name: string | null; readonly vendorId: string }) => string;
}

/** Returns the labels in a language. */
export function createLabels({ records }: Pick<Words, "records">): Labels {
  const visibleText = (text: string | null | undefined): string | null => {
    if (text === null || text === undefined || text === "") return null;
    return isHidden(text) ? records.hidden(text.slice(MASK.length)) : text;
  };
  const customerNumber = ({ phoneNumber, phoneNumberRaw }: Omit<Named, "name">): string | null =>
    phoneNumber ?? visibleText(phoneNumberRaw);
  return {
    visibleText,
    customerNumber,
    customerName: (customer) => visibleText(customer.name) ?? customerNumber(customer) ?? records.noName,
    nameOrId: ({ name, vendorId }) => (name === null || isHidden(name) ? records.id(shortId(vendorId)) : name),
  };
}

function shortId(id: string): string {
  return id.length <= MAX_ID ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}
