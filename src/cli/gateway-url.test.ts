import { describe, expect, it } from "vitest";
import { toGatewayUrl } from "./gateway-url.js";

describe("the URL of a path of a gateway", () => {
  it.each(["http://gw.example", "http://gw.example/", "http://gw.example/graphql", "http://gw.example/mcp/?x#y"])(
    "is derived from %s",
    (text) => expect(toGatewayUrl(text, "mcp").href).toBe("http://gw.example/mcp"),
  );

  it("keeps the path that a proxy serves the gateway below", () => {
    expect(toGatewayUrl("https://example.com/calls/graphql", "mcp").href).toBe("https://example.com/calls/mcp");
    expect(toGatewayUrl("https://example.com/calls", "mcp").href).toBe("https://example.com/calls/mcp");
  });

  it.each(["localhost", "gw.example:4000", "ftp://gw.example"])("is not derived from %s", (text) => {
    expect(() => toGatewayUrl(text, "mcp")).toThrow(/expected the URL of a gateway/u);
  });
});
