import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { inPackage } from "../lib/package-folder.js";

/** A page that browsers load, with all that it needs, so that it works without the internet. */
export interface BuiltPage {
  /** Its name for people. */
  readonly name: string;
  /** Its path. Its own links are relative, so that a proxy may serve it below any path. */
  readonly path: string;
  /** The path of its assets, in its folder as well, with a slash at its end. */
  readonly assets: string;
  /** The folder that the build writes it to. */
  readonly folder: string;
  /** Its content security policy beside scripts, styles and requests of its own origin. */
  readonly allowed?: Readonly<Record<string, string>>;
}

const builtFolder = (folder: string): string => fileURLToPath(inPackage(`dist/pages/${folder}/`));

/** GraphiQL at `/`. Its editor writes style elements, and starts workers. */
export const GRAPHIQL: BuiltPage = {
  name: "GraphiQL",
  path: "/",
  assets: "/assets/",
  folder: builtFolder("graphiql"),
  allowed: { "style-src": "'self' 'unsafe-inline'", "font-src": "'self' data:", "worker-src": "'self' blob:" },
};

/** The wallboard at `/wallboard`. Its address may hold filters, which are the page's own affair. */
export const WALLBOARD: BuiltPage = {
  name: "The wallboard",
  path: "/wallboard",
  assets: "/wallboard/assets/",
  folder: builtFolder("wallboard"),
};

/** Everything comes from here alone. */
const STRICT = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

export interface PageOptions {
  /** Whether requests of the page require credentials: the page explains where to set them. */
  readonly requiresAuth: boolean;
}

/** Serves a page as it was built; where it was not, says how to. */
export function servePage(
  app: FastifyInstance,
  { name, path, assets, folder, allowed = {} }: BuiltPage,
  { requiresAuth }: PageOptions = { requiresAuth: false },
): void {
  const index = join(folder, "index.html");
  if (!existsSync(index)) {
    app.get(path, (_, reply) =>
      reply.code(503).type("text/plain; charset=utf-8").send(`${name} is not built: run \`npm run build\`.\n`),
    );
    return;
  }
  const built = readFileSync(index, "utf8");
  const page = requiresAuth ? built.replace("<html", '<html data-auth="required"') : built;
  const policy = Object.entries({ ...STRICT, ...allowed }).map(([what, from]) => `${what} ${from}`);
  app.get(path, ({ url }, reply) => {
    const [asked = "", ...search] = url.split("?");
    // With a slash at its end, the page would request its assets one level too deep.
    if (asked !== path) return reply.redirect([`..${path}`, ...search].join("?"), 308);
    return reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", policy.join("; "))
      .header("cache-control", "no-cache")
      .send(page);
  });
  // Their names change with their content.
  const options = { maxAge: "365d", immutable: true, index: false, decorateReply: false } as const;
  void app.register(fastifyStatic, { root: join(folder, assets), prefix: assets, preCompressed: true, ...options });
}

/** The header `accept` of a browser that opens an address: HTML before all else. */
const OPENED = /^text\/html\b/u;

/** Redirects a browser that opens the address of the API, without an operation, to GraphiQL. */
export function leadBrowsersToPage(app: FastifyInstance, path: string): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { method, url, headers, routeOptions } = request;
    const isOpened = method === "GET" && OPENED.test(headers.accept ?? "") && !url.includes("?");
    if (!isOpened || routeOptions.url !== path) return done();
    // Relative to the address: a proxy may serve both below any path.
    return reply.redirect(url.endsWith("/") ? "../" : "./", 302);
  });
}
