import { GraphQLError, Kind, Source } from "graphql";
import { describe, expect, it } from "vitest";
import { decodeChangeCursor } from "../domain/change/cursor.js";
import { badUserInput, GatewayError } from "../domain/errors.js";
import { createErrorFormatter, formatResult } from "./errors.js";

const place = { locations: [{ line: 1, column: 3 }], path: ["callback"] };

function format(error: unknown): {
  readonly shown: ReturnType<ReturnType<typeof createErrorFormatter>>;
  readonly told: unknown[];
} {
  const told: unknown[] = [];
  const formatted = { message: error instanceof Error ? error.message : String(error), ...place };
  return { shown: createErrorFormatter((unexpected) => told.push(unexpected))(formatted, error), told };
}

const thrown = (originalError: Error): GraphQLError => new GraphQLError(originalError.message, { originalError });

describe("an error that a client sees", () => {
  it("keeps message, code and location of an intended error", () => {
    expect(format(thrown(badUserInput("first is wrong")))).toEqual({
      shown: { message: "first is wrong", ...place, extensions: { code: "BAD_USER_INPUT" } },
      told: [],
    });
  });

  it("names the source, the vendor's code and when to retry", () => {
    const error = new GatewayError("VENDOR_RATE_LIMITED", "too many calls", {
      source: "north",
      vendorCode: "429",
      trackingId: "t-1",
      retryAfter: Date.UTC(2026, 0, 1),
      cause: new Error("a secret"),
    });
    expect(format(thrown(error)).shown.extensions).toEqual({
      code: "VENDOR_RATE_LIMITED",
      source: "north",
      vendorCode: "429",
      trackingId: "t-1",
      retryAfter: "2026-01-01T00:00:00.000Z",
    });
  });

  it("leaves out a time to try again that no calendar has", () => {
    const error = new GatewayError("VENDOR_RATE_LIMITED", "too many calls", { retryAfter: 1e20 });
    expect(format(error).shown.extensions).toEqual({ code: "VENDOR_RATE_LIMITED" });
  });

  it("carries the cursor to resume behind", () => {
    const { cursor } = format(new GatewayError("CURSOR_EXPIRED", "too old", { position: 7 })).shown.extensions ?? {};
    expect(decodeChangeCursor("cursor", String(cursor))).toBe(7);
  });

  it("is found inside of whatever the library wraps around it", () => {
    expect(format(thrown(thrown(badUserInput("deep inside")))).shown).toMatchObject({
      message: "deep inside",
      extensions: { code: "BAD_USER_INPUT" },
    });
  });

  it("does not expose an unexpected error, which is passed to the listener", () => {
    const bug = new TypeError("cannot read properties of undefined (reading 'secret')");
    const internal = { message: "internal error", ...place, extensions: { code: "INTERNAL_SERVER_ERROR" } };
    expect(format(thrown(bug))).toEqual({ shown: internal, told: [bug] });
    expect(format(bug)).toEqual({ shown: internal, told: [bug] });
    expect(format("a text")).toEqual({ shown: internal, told: ["a text"] });
  });

  it("keeps the codes that the library itself gives", () => {
    const error = new GraphQLError("Syntax Error", { extensions: { code: "GRAPHQL_PARSE_FAILED" } });
    const formatted = { message: "Syntax Error", extensions: { code: "GRAPHQL_PARSE_FAILED", stacktrace: ["x"] } };
    expect(createErrorFormatter(() => undefined)(formatted, error)).toEqual({
      message: "Syntax Error",
      extensions: { code: "GRAPHQL_PARSE_FAILED" },
    });
  });

  it("reports that a document is too deep for the engine", () => {
    const error = thrown(new RangeError("Maximum call stack size exceeded"));
    const formatted = { message: error.message, extensions: { code: "GRAPHQL_PARSE_FAILED" } };
    expect(createErrorFormatter(() => undefined)(formatted, error).message).toBe("the document is nested too deeply");
  });

  it("is the client's if the library reports an argument or a variable", () => {
    const argument = new GraphQLError('Argument "id" of required type "ID!" was not provided.');
    expect(format(argument).shown.extensions).toEqual({ code: "BAD_USER_INPUT" });
    const name = { kind: Kind.NAME, value: "x" } as const;
    const definition = {
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name },
      type: { kind: Kind.NAMED_TYPE, name },
    } as const;
    const variable = new GraphQLError("Variable got an invalid value", {
      nodes: [definition],
      source: new Source("query"),
      originalError: new TypeError("expected text"),
    });
    expect(format(variable).shown).toMatchObject({
      message: "Variable got an invalid value",
      extensions: { code: "BAD_USER_INPUT" },
    });
  });
});

describe("a result", () => {
  it("without errors stays as it is; with some, each is translated", () => {
    const formatter = createErrorFormatter(() => undefined);
    expect(formatResult({ data: { a: 1 } }, formatter)).toEqual({ data: { a: 1 } });
    expect(formatResult({ data: null, errors: [thrown(badUserInput("no"))] }, formatter)).toEqual({
      data: null,
      errors: [{ message: "no", extensions: { code: "BAD_USER_INPUT" } }],
    });
  });
});
