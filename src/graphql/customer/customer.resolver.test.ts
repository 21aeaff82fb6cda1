import { describe, expect, it } from "vitest";
import { execute } from "../../../test/support/execute.js";
import { stubLoaders, type StubRow } from "../../../test/support/stub-loaders.js";
import { NO_CUSTOMER, type Customer } from "../../domain/callback.js";
import { encodeId } from "../../domain/id.js";

function row(source: string, vendorId: string, customer: Partial<Customer>): StubRow {
  return { fields: { source, vendorId, customer: { ...NO_CUSTOMER, ...customer } } };
}

async function callbacksOf(source: string, vendorId: string, rows: readonly StubRow[]): Promise<unknown> {
  const query = `query ($id: ID!) { callback(id: $id) { customer { callbacks(first: 20) {
    totalCount nodes { vendorId } pageInfo { hasNextPage } changeCursor } } } }`;
  const { data } = await execute<{ callback: { customer: { callbacks: { nodes: { vendorId: string }[] } } } }>(
    query,
    stubLoaders({ rows }),
    { id: encodeId("Callback", source, vendorId) },
  );
  return data.callback.customer.callbacks.nodes.map((node) => node.vendorId);
}

describe("a customer's callbacks", () => {
  const number = { phoneNumber: "+15550100001", phoneNumberRaw: "555 010 0001" };

  it("have the same number at any source", async () => {
    const rows = [
      row("north", "1", number),
      row("north", "2", { phoneNumber: "+15550100001", phoneNumberRaw: "+15550100001" }),
      row("south", "1", number),
      row("south", "3", { phoneNumber: "+15550100002" }),
    ];
    expect(await callbacksOf("north", "1", rows)).toEqual(["1", "2", "1"]);
  });

  it("are found by the vendor's contact id if no number parses, within the source", async () => {
    const rows = [
      row("north", "1", { contactId: "k" }),
      row("north", "2", { contactId: "k" }),
      row("south", "3", { contactId: "k" }),
    ];
    expect(await callbacksOf("north", "1", rows)).toEqual(["1", "2"]);
  });

  it("are found by the raw number if there is nothing else, within the source", async () => {
    const rows = [
      row("north", "1", { phoneNumberRaw: "020 7946 0000" }),
      row("north", "2", { phoneNumberRaw: "020 7946 0000" }),
      row("south", "3", { phoneNumberRaw: "020 7946 0000" }),
    ];
    expect(await callbacksOf("north", "1", rows)).toEqual(["1", "2"]);
  });

  it.each([
    "+14155550100 ext. 22",
    "(415) 555-0100 x9",
    "+266696687",
    "0000000000",
    "Restricted",
    "anonymous",
    "unknown@unknown.invalid",
    "-",
  ])("are the one alone by %s, which several customers share, or those of the same contact", async (phoneNumberRaw) => {
    const rows = [
      row("north", "1", { phoneNumberRaw }),
      row("north", "2", { phoneNumberRaw }),
      row("north", "3", { phoneNumberRaw, contactId: "k" }),
      row("north", "4", { phoneNumberRaw, contactId: "k" }),
    ];
    expect(await callbacksOf("north", "1", rows)).toEqual(["1"]);
    expect(await callbacksOf("north", "3", rows)).toEqual(["3", "4"]);
  });

  it("are the one alone if the vendor has no identification of the customer", async () => {
    expect(await callbacksOf("north", "1", [row("north", "1", {}), row("north", "2", {})])).toEqual(["1"]);
  });
});
