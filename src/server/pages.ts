import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Where the build puts the page. The path is the same from the sources and from what is built of them. */
const BUILT_PAGE = fileURLToPath(new URL("../../dist/pages/graphiql/", import.meta.url));

/** GraphiQL and its editor come from here alone. The editor writes style elements, and starts workers. */
const SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves GraphiQL at `/` with all that it needs, so that it works without the internet. */
export function servePages(app: FastifyInstance, folder = BUILT_PAGE): void {
  const index = join(folder, "index.html");
  if (!existsSync(index)) {
    app.get("/", (_, reply) =>
      reply.code(503).type("text/plain; charset=utf-8").send("GraphiQL is not built: run `npm run build`.\n"),
    );
    return;
  }
  const page = readFileSync(index, "utf8");
  app.get("/", (_, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", SECURITY_POLICY)
      .header("cache-control", "no-cache")
      .send(page),
  );
  // Their names change with their content.
  const options = { maxAge: "365d", immutable: true, index: false } as const;
  void app.register(fastifyStatic, { root: join(folder, "assets"), prefix: "/assets/", ...options });
}
