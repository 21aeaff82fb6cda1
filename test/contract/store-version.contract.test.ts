import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { STORES, type StorePlace } from "./stores.js";

describe.each(STORES)("the version of a $name store", (engine) => {
  let where: StorePlace;

  beforeEach(async () => {
    where = await engine.place();
    await (await where.open()).close();
  });
  afterEach(() => where.remove());

  it.each(["9999-later", "0999-sooner-than-that"])("is rejected with what to do if it is newer: %s", async (step) => {
    await where.run([`insert into kysely_migration (name, timestamp) values ('${step}', '2030-01-01')`]);
    for (let round = 0; round < 2; round += 1) {
      await expect(where.open()).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.stringMatching(
          new RegExp(
            `a newer version of ringback has used this store: its schema version is ${step}.*Start the newer`,
            "u",
          ),
        ) as unknown,
      });
    }
    await where.run([`delete from kysely_migration where name = '${step}'`]);
    const store = await where.open();
    await store.ping();
    await store.close();
  });

  it.each([
    ["whose steps are not known", ["delete from kysely_migration"]],
    [
      "of which a step in the middle is missing",
      ["delete from kysely_migration where name = '0003-quarantine-and-sources'"],
    ],
  ])("%s is refused with the reason and what to do", async (_, statements) => {
    await where.run(statements);
    await expect(where.open()).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringMatching(/failed to migrate the store: .+\. .*restore a backup/u) as unknown,
    });
  });
});
