/** The folder of a vendor's adapter, and its source in tests: its name in lower case, with hyphens. */
export function folderOf(vendor: string): string {
  return vendor.toLowerCase().replaceAll("_", "-");
}
