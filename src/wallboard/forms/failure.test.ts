import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { describe, expect, it } from "vitest";
import { failureOf, failureOfError, failureText, isRepeatable, ruleText } from "./failure.js";
import { english } from "../words/english.js";

const graphqlError = (code: string): Error =>
  new CombinedGraphQLErrors({ errors: [{ message: "raw text", extensions: { code } }] });
const serverError = (status: number): Error =>
  new ServerError("raw text", { response: new Response(null, { status }), bodyText: "" });

describe("a failed command", () => {
  it("is shown at its field, with the form's names in place of the API's", () => {
    const failure = failureOf({
      code: "INVALID_INPUT",
      message: "queueId is required: a queue routes the callback",
      field: ["queueId"],
    });
    expect(failure.field).toBe("queueId");
    expect(ruleText(failure, english)).toBe("Queue is required: a queue routes the callback");
    const window = failureOf({ code: "INVALID_INPUT", message: "window.end is required", field: ["window", "end"] });
    expect([window.field, ruleText(window, english)]).toEqual(["window.localEnd", "Until is required"]);
  });

  it("shows no text of the network", () => {
    const failure = failureOf({
      code: "VENDOR_UNAVAILABLE",
      message: "UND_ERR_SOCKET: other side closed",
      field: null,
    });
    expect(ruleText(failure, english)).toBeNull();
    expect(failureText(failure, english)).toBe(english.forms.failures.VENDOR_UNAVAILABLE);
  });

  it.each([
    [new TypeError("Failed to fetch"), "UNREACHABLE", true],
    [graphqlError("FORBIDDEN"), "FORBIDDEN", false],
    [graphqlError("BAD_USER_INPUT"), "REJECTED", false],
    [graphqlError("RATE_LIMITED"), "TOO_MANY", true],
    [graphqlError("INTERNAL_SERVER_ERROR"), "UNKNOWN", true],
    [serverError(403), "FORBIDDEN", false],
    [serverError(413), "REJECTED", false],
    [serverError(503), "UNKNOWN", true],
  ])("of %s is %s, and suggests another attempt only if that is safe and helps: %s", (error, code, isAgain) => {
    const failure = failureOfError(error);
    expect(failure.code).toBe(code);
    expect(isRepeatable(failure)).toBe(isAgain);
    const text = failureText(failure, english);
    expect(text).not.toContain("raw text");
    if (!isAgain) expect(text).not.toMatch(/again/iu);
  });
});
