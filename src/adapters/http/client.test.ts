import { getEventListeners } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { closeOpened, connect, failureOf, get, idle, never, serve } from "../../../test/support/vendor-http.js";

afterEach(closeOpened);

describe("the connections of a source", () => {
  it("are reused: 50 consecutive calls open no more than the limit, with and without idle time", async () => {
    const { baseUrl, connectionCount } = await serve(() => Response.json({}));
    const http = connect(baseUrl);
    for (let call = 0; call < 50; call += 1) {
      await http.request(get());
      if (call % 10 === 0) await idle();
    }
    expect(connectionCount()).toBeLessThanOrEqual(4);
  });

  it("never exceed the settings, and stay open after the queue was empty", async () => {
    let running = 0;
    let most = 0;
    const { baseUrl, connectionCount } = await serve(async () => {
      running += 1;
      most = Math.max(most, running);
      await idle();
      running -= 1;
      return Response.json({});
    });
    const http = connect(baseUrl);
    for (let burst = 0; burst < 5; burst += 1) {
      await Promise.all(Array.from({ length: 20 }, () => http.request(get())));
      await idle();
    }
    expect(most).toBe(4);
    expect(connectionCount()).toBe(4);
  });

  it("are those of the address that the token names; calls in progress at the previous one end as usual", async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const first = await serve(async () => {
      await released;
      return Response.json("first");
    });
    const second = await serve((request) => Response.json(new URL(request.url).pathname));
    let named: string | null = null;
    const credentials = { headers: () => Promise.resolve({}), baseUrl: () => named };
    const http = connect(first.baseUrl, { credentials });
    const running = http.request(get());
    await idle();
    named = `${second.baseUrl}/moved/`;
    expect((await http.request(get())).body).toBe(`/moved${get().path}`);
    release();
    expect((await running).body).toBe("first");
    await http.close();
    expect((await failureOf(http.request(get()))).code).toBe("VENDOR_UNAVAILABLE");
  });

  it("are reused after error responses", async () => {
    const { baseUrl, connectionCount } = await serve(() => Response.json({ code: "X" }, { status: 500 }));
    const http = connect(baseUrl, { connections: 1 });
    for (let call = 0; call < 10; call += 1) await failureOf(http.request(get()));
    expect(connectionCount()).toBe(1);
  });

  it("end with the source, whose close may be called twice; running calls fail as unavailable", async () => {
    let seen: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (seen = resolve));
    const { baseUrl } = await serve(async ({ signal }) => {
      seen();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return new Response();
    });
    const http = connect(baseUrl);
    const failure = failureOf(http.request(get()));
    await arrived;
    await http.close();
    await http.close();
    expect((await failure).code).toBe("VENDOR_UNAVAILABLE");
  });
});

describe("a request", () => {
  it("goes below the base URL's path, with its query encoded", async () => {
    const urls: string[] = [];
    const { baseUrl } = await serve(({ url }) => {
      urls.push(url.replace(baseUrl, ""));
      return Response.json({});
    });
    await connect(`${baseUrl}/tenant/`).request(get({ query: { number: "+1 (2)&x", page: 0 } }));
    expect(new URL(urls[0] ?? "", baseUrl).pathname).toBe("/tenant/things");
    expect([...new URL(urls[0] ?? "", baseUrl).searchParams]).toEqual([
      ["number", "+1 (2)&x"],
      ["page", "0"],
    ]);
  });

  it("accepts JSON and names the encodings that it accepts", async () => {
    let headers = new Headers();
    const { baseUrl } = await serve((request) => {
      headers = request.headers;
      return Response.json({});
    });
    await connect(baseUrl).request(get());
    expect(headers.get("accept")).toBe("application/json");
    expect(headers.get("accept-encoding")).toBe("gzip, deflate, br");
  });

  it.each([
    [{ json: { a: 1 } }, "application/json", '{"a":1}'],
    [{ form: { a: "1 &" } }, "application/x-www-form-urlencoded", "a=1+%26"],
  ])("sends %j as such", async (content, type, text) => {
    let seen: unknown;
    const { baseUrl } = await serve(async (request) => {
      seen = [request.method, request.headers.get("content-type"), await request.text()];
      return Response.json({});
    });
    await connect(baseUrl).request(get({ method: "POST", ...content }));
    expect(seen).toEqual(["POST", type, text]);
  });

  it("has its own headers above the usual ones", async () => {
    let accept: string | null = null;
    const { baseUrl } = await serve(({ headers }) => {
      accept = headers.get("accept");
      return Response.json({});
    });
    await connect(baseUrl).request(get({ headers: { accept: "application/hal+json" } }));
    expect(accept).toBe("application/hal+json");
  });

  it("leaves no timer and no listener behind, however it ends", async () => {
    const { baseUrl } = await serve(({ url }) => new Response(null, { status: url.endsWith("/no") ? 500 : 204 }));
    const http = connect(baseUrl);
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const controller = new AbortController();
    await http.request(get({ signal: controller.signal }));
    await failureOf(http.request(get({ path: "/no", signal: controller.signal })));
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    expect(timers()).toBe(before);
    controller.abort();
    await failureOf(http.request(get({ signal: controller.signal })));
    expect(timers()).toBe(before);
  });
});

describe("an error status that a request accepts", () => {
  const FULL = { message: "no capacity" };
  const accepts = (_: number, body: unknown): boolean => JSON.stringify(body) === JSON.stringify(FULL);

  it.each([429, 503])("is a response with its body, and no failure of the vendor: %i", async (status) => {
    const { baseUrl } = await serve(() => Response.json(FULL, { status, headers: { "retry-after": "60" } }));
    const http = connect(baseUrl, { breakAfter: 1, retries: 3, breakMs: 60_000 });
    for (let call = 0; call < 3; call += 1) {
      expect(await http.request(get({ accepts }))).toMatchObject({ status, body: FULL });
    }
    expect(http.condition().isBroken).toBe(false);
    expect((await failureOf(http.request(get()))).status).toBe(status);
  });

  it.each([
    ["another body", () => Response.json({ message: "broken" }, { status: 503 })],
    ["no JSON", () => new Response("<html>", { status: 503 })],
    ["no body", () => new Response(null, { status: 503 })],
  ])("remains a failure with %s", async (_, respond) => {
    const { baseUrl } = await serve(respond);
    expect((await failureOf(connect(baseUrl).request(get({ accepts })))).code).toBe("VENDOR_UNAVAILABLE");
  });
});

describe("many calls with one signal", () => {
  it("cause no listener leak and no warning", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): unknown => warnings.push(warning);
    process.on("warning", hear);
    const { baseUrl } = await serve(() => Response.json({}));
    const http = connect(baseUrl);
    const signal = never();
    await Promise.all(Array.from({ length: 30 }, () => http.request(get({ signal }))));
    await idle();
    process.off("warning", hear);
    expect(warnings).toEqual([]);
  });
});
