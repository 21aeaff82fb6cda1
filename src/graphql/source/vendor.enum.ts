import { fillEnum } from "../enum.js";

/** The vendors' names. Filled by `defineVendors`, because only the registry knows them. */
export const vendorEnum: Record<string, string> = {};

/** Fills the enum with the vendors and their descriptions. Called once, before the schema is built. */
export function defineVendors(vendors: Readonly<Record<string, string>>): void {
  fillEnum(vendorEnum, "Vendor", "A vendor of contact centre software.", vendors);
}
