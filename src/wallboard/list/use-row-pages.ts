import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { WallboardPageDocument } from "../../../schema/operations.js";
import { readQuery } from "../data/live-query.js";
import { createLiveValue, useLiveValue } from "../data/live-value.js";
import { useWall } from "../data/wall.js";
import { apiFilterOf, apiOrderOf, readFilters, writeFilters, type Filters } from "./filters.js";
import { createRowPages, type ListState, type RowPages } from "./row-pages.js";

const NOT_LOADED = createLiveValue<ListState>({ rows: [], total: null, hasMore: false, error: null });

/** The list of these filters, updated after changes. Rows of other filters are never shown under them. */
export function useRowPages(filters: Filters): { readonly pages: RowPages | null; readonly state: ListState } {
  const client = useApolloClient();
  const { changes, ticks } = useWall();
  const key = String(writeFilters(filters, new URLSearchParams()));
  const [opened, setOpened] = useState<{ readonly key: string; readonly pages: RowPages } | null>(null);
  useEffect(() => {
    const wanted = readFilters(new URLSearchParams(key));
    const pages = createRowPages({
      readPage: async (after) => {
        const filter = apiFilterOf(wanted, ticks.get());
        const variables = { filter, orderBy: apiOrderOf(wanted), after };
        return (await readQuery(client, WallboardPageDocument, variables)).callbacks;
      },
      clock: ticks.get,
    });
    setOpened({ key, pages });
    const leaves = [changes.onChange(pages.apply), changes.revision.subscribe(pages.refresh)];
    return () => {
      for (const leave of leaves) leave();
      pages.stop();
    };
  }, [client, changes, ticks, key]);
  const pages = opened?.key === key ? opened.pages : null;
  return { pages, state: useLiveValue(pages?.state ?? NOT_LOADED) };
}
