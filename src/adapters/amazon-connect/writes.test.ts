import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, openAmazonConnect, type AmazonConnectBench } from "../../../test/support/amazon-connect.js";
import { CommandRejected } from "../../domain/user-error.js";
import { contactsIn, textOf } from "./fake-contact.js";

let bench: AmazonConnectBench;
beforeEach(async () => {
  bench = await openAmazonConnect();
});
afterEach(async () => {
  await bench.close();
});

/** The ids of all contacts of a callback, in the order of time. */
const contactIds = (vendorId: string): string[] =>
  contactsIn(bench.fake.records.get(vendorId) ?? {}).map(({ Id: id }) => textOf(id));
/** The paths of the requests so far. */
const paths = (): string[] =>
  bench.fake.log.splice(0).map(({ method, path }) => `${method} ${path.split("/")[1] ?? ""}`);

describe("a cancel", () => {
  const cancel = async (id: string): Promise<unknown> => {
    const [known] = (await bench.adapter.get(id, call)).observations;
    if (known === undefined) throw new Error("It is not found.");
    return (await bench.adapter.cancel(known, call)).send(call);
  };
  const refusalOf = async (command: Promise<unknown>): Promise<unknown> => {
    const error: unknown = await command.catch((thrown: unknown) => thrown);
    return error instanceof CommandRejected ? error.errors : error;
  };

  it("stops the contact that waits, without a reason", async () => {
    const id = bench.add("TELECOM_BUSY, QUEUED");
    const [, later] = contactIds(id);
    expect(await cancel(id)).toMatchObject({
      vendorId: id,
      page: { observations: [{ callback: { status: "CANCELED" } }] },
    });
    const stop = bench.fake.log.find(({ path }) => path === "/contact/stop");
    expect(JSON.parse(stop?.body ?? "")).toEqual({ InstanceId: expect.any(String) as string, ContactId: later });
    expect(await bench.read(id)).toMatchObject({ status: "CANCELED", vendorStatus: "OTHER" });
    await bench.reopen({});
    expect(await bench.read(id)).toMatchObject({ status: "ENDED", vendorStatus: "OTHER" });
  });

  it("that the vendor rejected leaves the end as the record has it", async () => {
    const id = bench.add("QUEUED");
    bench.fake.fault = { kind: "status", status: 400, match: ({ path }) => path === "/contact/stop" };
    await expect(cancel(id)).rejects.toMatchObject({ code: "VENDOR_REJECTED" });
    bench.fake.setVendorStatus(id, "OTHER");
    expect(await bench.read(id)).toMatchObject({ status: "ENDED" });
  });

  it.each(["CONNECTED_TO_AGENT", "CONNECTED_TO_SYSTEM", "CALLBACK_CUSTOMER_FIRST_DIALED"])(
    "is refused before anything is sent while it is in progress: %s",
    async (word) => {
      const id = bench.add(word);
      expect(await refusalOf(cancel(id))).toMatchObject([{ code: "INVALID_INPUT", field: ["id"] }]);
      expect(paths()).not.toContain("POST contact");
    },
  );

  it("is refused if it is over, also if it ends meanwhile", async () => {
    const id = bench.add("TELECOM_BUSY");
    expect(await refusalOf(cancel(id))).toMatchObject([{ code: "ALREADY_OVER", field: ["id"] }]);
    const other = bench.add("QUEUED");
    const [known] = (await bench.adapter.get(other, call)).observations;
    if (known === undefined) throw new Error("It is not found.");
    const plan = await bench.adapter.cancel(known, call);
    bench.fake.setVendorStatus(other, "EXPIRED");
    expect(await refusalOf(plan.send(call))).toMatchObject([{ code: "ALREADY_OVER", field: ["id"] }]);
  });
});
