import { describe, expect, it } from "vitest";
import { createLabels, fieldName, vendorName } from "./labels.js";
import { english } from "./words/english.js";

const { visibleText, nameOrId, customerName } = createLabels(english);

describe("the name of a vendor", () => {
  it.each([
    ["ACME", "Acme"],
    ["ACME_CLOUD", "Acme Cloud"],
    ["ACME_XYZ", "Acme XYZ"],
  ])("of %s is %s", (vendor, name) => {
    expect(vendorName(vendor)).toBe(name);
  });
});

describe("a text", () => {
  it("is called hidden if the viewer may not see it, with the remaining digits of a number", () => {
    expect([visibleText("***"), visibleText("***00"), visibleText("Ada"), visibleText(null)]).toEqual([
      "hidden",
      "hidden 00",
      "Ada",
      null,
    ]);
    expect(fieldName("queueId")).toBe("Queue id");
  });

  it("is a short id that says so where a queue or agent has no visible name", () => {
    const vendorId = "3f2c8d1e-7a55-4c1b-9d0e-1c2d3e4f5a6b";
    expect(nameOrId({ name: null, vendorId })).toBe("ID 3f2c…5a6b");
    expect(nameOrId({ name: "***", vendorId: "812" })).toBe("ID 812");
    expect(nameOrId({ name: "Sales", vendorId })).toBe("Sales");
  });

  it("is the number where a customer has no name", () => {
    expect(customerName({ name: null, phoneNumber: "+14155550100", phoneNumberRaw: null })).toBe("+14155550100");
    expect(customerName({ name: null, phoneNumber: null, phoneNumberRaw: null })).toBe("No name");
  });
});
