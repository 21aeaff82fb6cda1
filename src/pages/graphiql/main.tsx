import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DEFAULT_QUERY } from "./default-query.js";

const place = document.getElementById("graphiql");
if (place === null) throw new Error("the page has no element #graphiql");

// Relative to the page: a proxy may serve both below any path.
const api = new URL("graphql", document.baseURI);
const fetcher = createGraphiQLFetcher({
  url: api.href,
  subscriptionUrl: api.href.replace(/^http/u, "ws"),
});

createRoot(place).render(
  <StrictMode>
    <GraphiQL fetcher={fetcher} defaultQuery={DEFAULT_QUERY} defaultEditorToolsVisibility="variables" />
  </StrictMode>,
);
