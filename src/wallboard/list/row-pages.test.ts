import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WallboardPageQuery } from "../../../schema/operations.js";
import type { Change } from "../data/change-feed.js";
import { createRowPages, MAX_ROWS } from "./row-pages.js";

type Page = WallboardPageQuery["callbacks"];
type Node = Page["nodes"][number];

const NOW = 1_000_000;

function aNode(id: string, dueAt: number | null = null, status = "SCHEDULED"): Node {
  return {
    id,
    status,
    isOpen: true,
    isOverdue: false,
    dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
    window: null,
    duplicates: [],
  } as unknown as Node;
}

/** A list of callbacks in pages of 100, and the cursors that were read. */
function serve(nodes: () => readonly Node[]) {
  const read: (string | null)[] = [];
  const readPage = (after: string | null): Promise<Page> => {
    read.push(after);
    const start = after === null ? 0 : Number(after);
    const end = start + 100;
    const page = { hasNextPage: end < nodes().length, endCursor: String(end) };
    return Promise.resolve({ totalCount: nodes().length, nodes: nodes().slice(start, end), pageInfo: page });
  };
  return { read, pages: createRowPages({ readPage, clock: () => NOW }) };
}

const many = (count: number): Node[] => Array.from({ length: count }, (_, index) => aNode(`c${index}`));
const changeOf = (node: Node): Change => ({ cursor: "1", kind: "STATUS_CHANGED", callback: node }) as unknown as Change;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the pages of the list", () => {
  it("loads the first page, and the next one as the end of the loaded rows comes into view", async () => {
    const { pages, read } = serve(() => many(250));
    await vi.advanceTimersByTimeAsync(0);
    expect(pages.state.get()).toMatchObject({ total: 250, hasMore: true });
    pages.show(20);
    pages.show(90);
    await vi.advanceTimersByTimeAsync(0);
    expect(pages.state.get().rows).toHaveLength(200);
    pages.show(190);
    await vi.advanceTimersByTimeAsync(0);
    expect(pages.state.get()).toMatchObject({ total: 250, hasMore: false });
    expect(read).toEqual([null, "100", "200"]);
  });

  it("keeps at most a limited number of rows in memory", async () => {
    const { pages } = serve(() => many(20_000));
    await vi.advanceTimersByTimeAsync(0);
    for (let end = 99; end < 2 * MAX_ROWS; end += 100) {
      pages.show(end);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(pages.state.get().rows).toHaveLength(MAX_ROWS);
    expect(pages.state.get()).toMatchObject({ total: 20_000, hasMore: false });
  });

  it("shows a change at once, and its place in the order with one read for many changes", async () => {
    let nodes = many(3);
    const { pages, read } = serve(() => nodes);
    await vi.advanceTimersByTimeAsync(0);
    pages.apply({ change: changeOf(aNode("c1", null, "QUEUED")), at: NOW });
    expect(pages.state.get().rows.map(({ callback }) => callback.status)).toEqual(["SCHEDULED", "QUEUED", "SCHEDULED"]);
    nodes = [aNode("c1", null, "QUEUED"), aNode("new"), aNode("c0")];
    for (let count = 0; count < 50; count += 1) pages.refresh();
    await vi.advanceTimersByTimeAsync(5000);
    expect(read).toHaveLength(2);
    expect(pages.state.get().rows.map(({ callback, changedAt }) => [callback.id, changedAt])).toEqual([
      ["c1", NOW],
      ["new", null],
      ["c0", null],
    ]);
  });

  it("reads again when the promise of a loaded callback breaks, because no change says so", async () => {
    const { pages, read } = serve(() => [aNode("a", NOW + 30_000)]);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(read).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1500);
    expect(read).toHaveLength(2);
    pages.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(read).toHaveLength(2);
  });

  it("keeps its rows and reports the error if a read fails", async () => {
    let isBroken = false;
    const nodes = many(2);
    const { pages } = serve(() => {
      if (isBroken) throw new Error("unreachable");
      return nodes;
    });
    await vi.advanceTimersByTimeAsync(0);
    isBroken = true;
    pages.refresh();
    await vi.advanceTimersByTimeAsync(1000);
    expect(pages.state.get().rows).toHaveLength(2);
    expect(pages.state.get().error).not.toBeNull();
  });
});
