import { lazy, type ComponentType } from "react";
import type { Words } from "../words/words.js";
import { ListView } from "./list-view.js";

/** The properties of every page of the wallboard. */
export interface ViewProps {
  /** Opens the details of a callback, by its global id. */
  readonly onSelect: (id: string) => void;
}

/** A page of the wall: chosen by `?view=<name>`, with a tab in the header. */
export interface View {
  readonly name: string;
  readonly title: (words: Words) => string;
  readonly Page: ComponentType<ViewProps>;
}

/** The pages in the order of their tabs. The first is the one without `?view`; others are loaded when opened. */
export const VIEWS: readonly [View, ...View[]] = [
  { name: "list", title: ({ views }) => views.list, Page: ListView },
  {
    name: "queues",
    title: ({ views }) => views.queues,
    Page: lazyView(async () => (await import("../queues/queue-board.js")).QueuesView),
  },
  {
    name: "trends",
    title: ({ views }) => views.trends,
    Page: lazyView(async () => (await import("../trends/trends.js")).TrendsView),
  },
];

/** Loads a page when it is opened: `lazyView(async () => (await import("./board-view.js")).BoardView)`. */
export function lazyView(load: () => Promise<ComponentType<ViewProps>>): ComponentType<ViewProps> {
  return lazy(async () => ({ default: await load() }));
}

/** Returns the page of this name; the first for null or any other name. */
export function viewOf(name: string | null): View {
  return VIEWS.find((view) => view.name === name) ?? VIEWS[0];
}
