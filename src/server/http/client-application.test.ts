import { describe, expect, it } from "vitest";
import { clientApplicationOf } from "./client-application.js";

describe("the application of a client", () => {
  it.each([
    ["apollographql-client-name", "apollographql-client-version"],
    ["graphql-client-name", "graphql-client-version"],
  ])("is named by %s and %s", (name, version) => {
    expect(clientApplicationOf({ [name]: "agent-desktop", [version]: "2.14.0-rc.1" })).toEqual({
      name: "agent-desktop",
      version: "2.14.0-rc.1",
    });
    expect(clientApplicationOf({ [name]: "agent desktop" })).toEqual({ name: "agent desktop", version: null });
  });

  it.each([undefined, "", "+14155550177", "14155550177", "x".repeat(65), 'a"b', "a\nb", "Zürich"])(
    "is null for the name %j",
    (name) => expect(clientApplicationOf(name === undefined ? {} : { "graphql-client-name": name })).toBeNull(),
  );

  it.each(["14155550177", "latest", "1.2.3.4.5", "1.0-" + "x".repeat(33)])("has no version for %j", (version) => {
    expect(clientApplicationOf({ "graphql-client-name": "crm", "graphql-client-version": version })).toEqual({
      name: "crm",
      version: null,
    });
  });
});
