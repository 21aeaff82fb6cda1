import { Kysely, sql, SqliteDialect, type SqliteDatabase } from "kysely";
import Database from "libsql";
import { afterAll, describe, expect, it } from "vitest";
import { createStatements } from "./statements.js";
import type { Tables } from "./schema/tables.js";

interface Arguments {
  readonly names?: readonly string[];
  readonly bounds: { readonly from: number; readonly until: number | null };
  readonly isLoud?: boolean;
}

describe("a query of the store", () => {
  const database = new Database(":memory:") as unknown as SqliteDatabase;
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  afterAll(() => db.destroy());

  /** Returns its own parameters, and counts how often it was built. */
  function echoing() {
    const statements = createStatements();
    let built = 0;
    const build = ({ names = [], bounds, isLoud = false }: Arguments) => {
      built += 1;
      const texts = names.map((name) => sql`${name}`);
      const until = bounds.until === null ? sql`'open'` : sql`${bounds.until}`;
      const echo = sql<string>`json_array(${sql.join([...texts, sql`${bounds.from}`, until, sql.lit(isLoud ? "!" : ".")])})`;
      return db.selectNoFrom(echo.as("echo"));
    };
    const ask = async (given: Arguments, name = "echo"): Promise<unknown> =>
      JSON.parse((await statements.readFirst(db, { name, arguments: given, build })).echo);
    return { ask, built: () => built };
  }

  it("is compiled once for each shape, and runs with the values of each call", async () => {
    const { ask, built } = echoing();
    expect(await ask({ names: ["a", "b"], bounds: { from: 1, until: 2 } })).toEqual(["a", "b", 1, 2, "."]);
    expect(await ask({ names: ["c", "?"], bounds: { from: 3, until: 4 } })).toEqual(["c", "?", 3, 4, "."]);
    expect(built()).toBe(1);
  });

  it.each<[string, Arguments]>([
    ["a longer list", { names: ["a", "b"], bounds: { from: 1, until: 2 } }],
    ["nothing instead of a value", { names: ["a"], bounds: { from: 1, until: null } }],
    ["a value left out", { bounds: { from: 1, until: 2 } }],
    ["a flag", { names: ["a"], bounds: { from: 1, until: 2 }, isLoud: true }],
  ])("is compiled again for another shape: %s", async (_, other) => {
    const { ask, built } = echoing();
    await ask({ names: ["a"], bounds: { from: 1, until: 2 } });
    const { names = [], bounds, isLoud } = other;
    expect(await ask(other)).toEqual([...names, bounds.from, bounds.until ?? "open", isLoud === true ? "!" : "."]);
    expect(built()).toBe(2);
  });

  it("is compiled again under another name", async () => {
    const { ask, built } = echoing();
    for (const name of ["one", "other"]) await ask({ bounds: { from: 1, until: 2 } }, name);
    expect(built()).toBe(2);
  });

  it("distinguishes a text from a shape", async () => {
    const { ask } = echoing();
    expect(await ask({ names: ["?,?"], bounds: { from: 1, until: 2 } })).toEqual(["?,?", 1, 2, "."]);
    expect(await ask({ names: ["a", "b"], bounds: { from: 1, until: 2 } })).toEqual(["a", "b", 1, 2, "."]);
  });

  it("rejects readFirst without a row", async () => {
    const statements = createStatements();
    const build = () => db.selectNoFrom(sql`1`.as("one")).where(sql<boolean>`1 = 0`);
    await expect(statements.readFirst(db, { name: "nothing", arguments: {}, build })).rejects.toThrow(
      "nothing has no row",
    );
  });
});
