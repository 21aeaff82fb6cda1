import { GraphQLError } from "graphql";
import { describe, expect, it } from "vitest";
import { callbackId } from "../../domain/id.js";
import type { RecordedChange } from "../../domain/query.js";
import type { GraphQLContext } from "../context.js";
import type { Executed, Executor } from "../execution/executor.js";
import { createChangePresenter } from "./delivered-change.js";

const CALLBACK = { source: "north", vendorId: "815" };
const aChange = (kind: string): RecordedChange =>
  ({ kind, position: 1, callback: { callback: CALLBACK } }) as unknown as RecordedChange;
const presenter = (executeToJson: () => Executed) =>
  createChangePresenter(
    { prepare: (document) => document, executeToJson } as Pick<Executor, "prepare" | "executeToJson"> as Executor,
    (caller) => ({ caller }) as GraphQLContext,
    { delivery: "crm", maskPersonalData: true },
  );

describe("the data of an event", () => {
  it("is the kind and the id alone for an erased callback, of which nothing else is left", async () => {
    const presenting = presenter(() => {
      throw new Error("executed");
    });
    const data = { kind: "ERASED", callback: { id: callbackId(CALLBACK) } };
    expect(await presenting.present(aChange("ERASED"))).toEqual(data);
    await expect(presenting.present(aChange("CREATED"))).rejects.toThrow("executed");
  });

  it("is missing, with the reason, where the API returns errors", async () => {
    const errors = [new GraphQLError("internal error").toJSON()];
    const presenting = presenter(() => ({ json: '{"data":{"callbackChanged":null}}', hasData: true, errors }));
    await expect(presenting.present(aChange("CREATED"))).rejects.toThrow(
      "a change cannot be presented: internal error",
    );
  });
});
