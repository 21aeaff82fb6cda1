/** The API's placeholder for a text that the viewer may not see. */
const MASK = "***";

/** Returns the label of an enum value: `IN_PROGRESS` becomes "In progress". */
export function sentence(value: string): string {
  const text = value.replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A vendor's name for people: `ACME_CLOUD` becomes "Acme Cloud", and `ACME_XYZ` "Acme XYZ". */
export function vendorName(vendor: string): string {
  return vendor
    .split("_")
    .map((word) => (word.length <= SHORT_WORD ? word : sentence(word)))
    .join(" ");
}

/** Words that are no longer are abbreviations. */
const SHORT_WORD = 3;

/** A field's name for people: `queueId` is "Queue id". */
export function fieldName(name: string): string {
  return sentence(name.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2"));
}

/** Whether the API hides this from the viewer. */
export function isHidden(text: string | null | undefined): boolean {
  return text?.startsWith(MASK) === true;
}

/** A text as it may be shown; null where there is none. Of a hidden number the last digits are left. */
export function visibleText(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === "") return null;
  return isHidden(text) ? `hidden ${text.slice(MASK.length)}`.trim() : text;
}

interface Named {
  readonly name: string | null;
  readonly phoneNumber: string | null;
  readonly phoneNumberRaw: string | null;
}

/** How a customer is called on the board: by the number where there is no name. */
export function customerName(customer: Named): string {
  return visibleText(customer.name) ?? customerNumber(customer) ?? "No name";
}

/** The number to show of a customer; null where there is none. */
export function customerNumber(customer: Omit<Named, "name">): string | null {
  return customer.phoneNumber ?? visibleText(customer.phoneNumberRaw);
}

/** The name of a queue or an agent; the vendor's id where it has none, or the viewer may not see it. */
export function nameOrId({ name, vendorId }: { readonly name: string | null; readonly vendorId: string }): string {
  return name === null || isHidden(name) ? vendorId : name;
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
