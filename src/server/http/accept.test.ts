import { describe, expect, it } from "vitest";
import { acceptedBy, GRAPHQL_TYPE, JSON_TYPE } from "./accept.js";

const JSON_ = JSON_TYPE;
const GRAPHQL = GRAPHQL_TYPE;
/** The header that urql sends with each query. */
const URQL =
  "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed";

describe("the header accept", () => {
  it.each<[string | undefined, string | null, boolean, boolean]>([
    // accept, type, prefers a stream, takes one
    [undefined, JSON_, false, false],
    ["", JSON_, false, false],
    ["*/*", JSON_, false, false],
    ["application/*", JSON_, false, false],
    ["application/json", JSON_, false, false],
    ["APPLICATION/JSON", JSON_, false, false],
    ["application/json; charset=utf-8", JSON_, false, false],
    ["application/json;charset=UTF-8;indent=2", JSON_, false, false],
    ['application/json; profile="a, b;q=0"', JSON_, false, false],
    ["application/graphql-response+json", GRAPHQL, false, false],
    ["application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", GRAPHQL, false, false],
    ["application/json, application/graphql-response+json", JSON_, false, false],
    ["application/json;q=0.9, application/graphql-response+json", GRAPHQL, false, false],
    ["application/graphql-response+json;q=0.1, */*;q=0.9", JSON_, false, false],
    ["application/json;q=0, */*", GRAPHQL, false, false],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON_, false, false],
    ["multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json", JSON_, false, false],
    [URQL, GRAPHQL, false, true],
    ["text/event-stream", null, true, true],
    ["text/event-stream, multipart/mixed", null, true, true],
    ["text/event-stream, */*", JSON_, true, true],
    ["text/event-stream;q=0.5, application/json", JSON_, false, true],
    ["text/event-stream;q=0, application/json", JSON_, false, false],
    ["application/json, text/event-stream", JSON_, false, true],
    ["application/jsonx", null, false, false],
    ["application/json-seq", null, false, false],
    ["application/graphql-response+jsonx", null, false, false],
    ["text/event-streamx", null, false, false],
    ["x-text/event-stream", null, false, false],
    ["text/html", null, false, false],
    ["application/json;q=0", null, false, false],
    ["json", null, false, false],
    ["*", null, false, false],
  ])("%s is answered in %s", (accept, type, prefersEvents, takesEvents) => {
    const headers = accept === undefined ? {} : { accept };
    expect(acceptedBy({ headers })).toMatchObject({ type, prefersEvents, takesEvents });
    expect(acceptedBy({ headers })).toMatchObject({ type, prefersEvents, takesEvents });
  });

  it.each([
    ["multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json", true],
    ['multipart/mixed; subscriptionSpec="1.0", application/graphql-response+json', true],
    ["application/json, Multipart/Mixed; SubscriptionSpec=1.0; q=0.5", true],
    ["multipart/mixed;subscriptionSpec=1.0;q=0, application/json", false],
    ["multipart/mixed;subscriptionSpec=2.0, application/json", false],
    ["multipart/mixed;deferSpec=20220824, application/json", false],
    ["multipart/mixed", false],
    ["application/json;x=multipart/mixed;subscriptionSpec=1.0", false],
    [URQL, false],
  ])("%s accepts subscriptions in parts: %s", (accept, takesParts) => {
    expect(acceptedBy({ headers: { accept } }).takesParts).toBe(takesParts);
  });
});
