import { describe, expect, it } from "vitest";
import { toEndpoint } from "./mcp.js";

describe("the URL of a gateway's tools", () => {
  it.each(["http://gw.example", "http://gw.example/", "http://gw.example/graphql", "http://gw.example/mcp/?x#y"])(
    "is derived from %s",
    (text) => expect(toEndpoint(text).href).toBe("http://gw.example/mcp"),
  );

  it("keeps the path that a proxy serves the gateway below", () => {
    expect(toEndpoint("https://example.com/calls/graphql").href).toBe("https://example.com/calls/mcp");
    expect(toEndpoint("https://example.com/calls").href).toBe("https://example.com/calls/mcp");
  });

  it.each(["localhost", "gw.example:4000", "ftp://gw.example"])("is not derived from %s", (text) => {
    expect(() => toEndpoint(text)).toThrow(/expected the URL of a gateway/u);
  });
});
