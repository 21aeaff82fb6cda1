import type { FastifyInstance } from "fastify";

/** The hosts of Apollo Sandbox: its script, and the frame that the script opens. */
const SCRIPTS = "https://embeddable-sandbox.cdn.apollographql.com";
const FRAMES = "https://sandbox.embed.apollographql.com";
/** The major version, as the landing page of Apollo Server loads it. */
const VERSION = "v2";
const PATH = "/sandbox";

/** The page may load that script and frame, and call this server. */
const POLICY = Object.entries({
  "default-src": "'none'",
  "script-src": `'self' ${SCRIPTS}`,
  "style-src": "'self'",
  "img-src": "'self' data:",
  "frame-src": FRAMES,
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
})
  .map(([what, from]) => `${what} ${from}`)
  .join("; ");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Ringback: Apollo Sandbox</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="sandbox/page.css" />
  </head>
  <body>
    <div id="sandbox"></div>
    <p id="offline">Apollo Sandbox cannot be loaded from ${SCRIPTS}. GraphiQL works offline: <a href="./">open it</a>.</p>
    <script src="${SCRIPTS}/${VERSION}/embeddable-sandbox.umd.production.min.js"></script>
    <script src="sandbox/page.js"></script>
  </body>
</html>
`;

const STYLE = `html, body, #sandbox { height: 100%; margin: 0; }
iframe { height: 100%; width: 100%; border: none; }
#offline { margin: 2rem; font-family: sans-serif; }
[hidden] { display: none; }
`;

/** Requests are sent by this page, and so from the gateway's own origin. */
const SCRIPT = `const endpoint = new URL("graphql", document.baseURI);
if (window.EmbeddedSandbox !== undefined) {
  document.getElementById("offline").hidden = true;
  new window.EmbeddedSandbox({
    target: "#sandbox",
    initialEndpoint: endpoint.href,
    initialSubscriptionEndpoint: endpoint.href.replace(/^http/u, "ws"),
    hideCookieToggle: true,
    endpointIsEditable: false,
    runTelemetry: false,
    allowDynamicStyles: false,
    initialState: { includeCookies: false },
  });
}
`;

/** Serves Apollo Sandbox at `/sandbox`: a page of this server that loads the rest from Apollo's CDN. */
export function serveSandbox(app: FastifyInstance): void {
  const parts = [
    [PATH, "text/html", PAGE],
    [`${PATH}/page.css`, "text/css", STYLE],
    [`${PATH}/page.js`, "text/javascript", SCRIPT],
  ] as const;
  for (const [path, type, content] of parts) {
    app.get(path, (request, reply) => {
      // With a slash at its end, the page would request its parts one level too deep.
      if (path === PATH && request.url.endsWith("/")) return reply.redirect("../sandbox", 308);
      return reply
        .type(`${type}; charset=utf-8`)
        .header("content-security-policy", POLICY)
        .header("cache-control", "no-cache")
        .send(content);
    });
  }
}
