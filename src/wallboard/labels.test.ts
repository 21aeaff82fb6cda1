import { describe, expect, it } from "vitest";
import { vendorName } from "./labels.js";

describe("the name of a vendor", () => {
  it.each([
    ["ACME", "Acme"],
    ["ACME_CLOUD", "Acme Cloud"],
    ["ACME_XYZ", "Acme XYZ"],
  ])("of %s is %s", (vendor, name) => {
    expect(vendorName(vendor)).toBe(name);
  });
});
