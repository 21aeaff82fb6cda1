import type { FakeRequest, FakeVendor, Trouble } from "./fake.js";

type Handled = Pick<FakeVendor, "handle" | "log" | "tokenLog" | "trouble">;

/**
 * What all fakes share: the log, and the switches for trouble before the vendor's own `answer`.
 * `tokenPath` is where tokens are granted; trouble does not reach it.
 */
export function createTroubled(
  answer: (request: FakeRequest, url: URL) => Response | Promise<Response>,
  tokenPath: string | null = null,
): Handled {
  const handled: Handled = {
    log: [],
    tokenLog: [],
    trouble: null,
    async handle(request) {
      const url = new URL(request.url);
      const seen: FakeRequest = {
        method: request.method,
        path: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      const isToken = url.pathname === tokenPath;
      (isToken ? handled.tokenLog : handled.log).push(seen);
      const { trouble } = handled;
      if (trouble === null || isToken || trouble.match?.(seen) === false) return answer(seen, url);
      if (trouble.kind === "hang" || trouble.kind === "stall") {
        if (trouble.kind === "stall") await answer(seen, url);
        await new Promise((resolve) => request.signal.addEventListener("abort", resolve, { once: true }));
        return new Response(null, { status: 504 });
      }
      return troubled(trouble, () => answer(seen, url));
    },
  };
  return handled;
}

/** Headers by which the fake's server knows to break the connection; they never leave it. */
export const CUT_HEADER = "x-fake-cut";

async function troubled(
  trouble: Exclude<Trouble, { kind: "hang" | "stall" }>,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  switch (trouble.kind) {
    case "status":
      return Response.json({}, { status: trouble.status, ...(trouble.headers ? { headers: trouble.headers } : {}) });
    case "cut":
      return new Response(null, { headers: { [CUT_HEADER]: "before" } });
    case "lost":
      await answer();
      return new Response(null, { headers: { [CUT_HEADER]: "before" } });
    case "half":
      return new Response((await answer()).body, {
        headers: { [CUT_HEADER]: "middle", "content-type": "application/json" },
      });
    case "not-json":
      return new Response("<html><body>Welcome</body></html>", { headers: { "content-type": "text/html" } });
    case "wrong-types":
      return Response.json([[{ data: "no", meta: 7 }], "no", 12]);
    case "huge":
      return new Response(" ".repeat(trouble.bytes), { headers: { "content-type": "application/json" } });
  }
}
