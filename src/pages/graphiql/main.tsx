import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { EXAMPLES } from "./examples.js";

const place = document.getElementById("graphiql");
if (place === null) throw new Error("the page has no element #graphiql");

// Relative to the page: a proxy may serve both below any path.
const api = new URL("graphql", document.baseURI);
const fetcher = createGraphiQLFetcher({
  url: api.href,
  subscriptionUrl: api.href.replace(/^http/u, "ws"),
});
const requiresAuth = document.documentElement.dataset["auth"] === "required";
const HEADERS = `{
  "authorization": "Bearer <a token, or an API key>"
}`;
const headers = requiresAuth ? { headers: HEADERS } : {};

createRoot(place).render(
  <StrictMode>
    <GraphiQL
      fetcher={fetcher}
      defaultTabs={EXAMPLES.map((example) => ({ ...example, ...headers }))}
      defaultHeaders={requiresAuth ? HEADERS : ""}
      defaultEditorToolsVisibility={requiresAuth ? "headers" : "variables"}
    >
      {requiresAuth && (
        <GraphiQL.Footer>
          <p className="auth-hint">
            This gateway requires authentication: set your token or API key under <b>Headers</b>, and reload the schema.
          </p>
        </GraphiQL.Footer>
      )}
    </GraphiQL>
  </StrictMode>,
);
