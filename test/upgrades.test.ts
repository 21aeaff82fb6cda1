import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { ADAPTERS } from "../src/adapters/registry.js";
import { startProcess } from "./support/process.js";
import { ENGINES, fixtureVersions, readRecorded, restoreFixture } from "./support/store-fixtures/fixtures.js";
import { readStore } from "./support/store-fixtures/read.js";
import { writeFixtures } from "./support/store-fixtures/write.js";

const { STORE_FIXTURES: mode, POSTGRES_HOME: home } = process.env;
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

// Written at a release, see CONTRIBUTING.md.
it.runIf(mode === "write")("writes the fixtures of this release", { timeout: 600_000 }, async () => {
  if (home === undefined)
    throw new Error("set POSTGRES_HOME to a folder with bin/pg_dump: /usr/lib/postgresql/<version>");
  await writeFixtures(home);
});

describe("fixtures of stores", () => {
  it("exist for this release", () => expect(fixtureVersions()).toContain(packageJson.version));
});

const CASES = fixtureVersions().flatMap((version) => ENGINES.map((engine) => [version, engine] as const));

describe.each(CASES)("the store of release %s, %s", (version, engine) => {
  it("has callbacks of every vendor, and contents of every kind", () => {
    const { operations, changes, stored } = readRecorded(version, engine);
    const [all] = operations;
    const listed = all?.response.data as { callbacks: { nodes: readonly { vendor: string }[] } };
    // Vendors that are added later are in later fixtures.
    expect(new Set(listed.callbacks.nodes.map(({ vendor }) => vendor)).size).toBeGreaterThanOrEqual(8);
    expect(ADAPTERS.map(({ vendor }) => vendor)).toEqual(
      expect.arrayContaining(listed.callbacks.nodes.map(({ vendor }) => vendor)),
    );
    expect(changes.length).toBeGreaterThan(100);
    for (const [kind, contents] of Object.entries(stored)) expect([kind, contents.length]).not.toEqual([kind, 0]);
  });

  it("is read by this version as by its own, also after a restart", async () => {
    const recorded = readRecorded(version, engine);
    const fixture = await restoreFixture(version, engine, inject("postgresUrl"));
    closing.push(() => fixture.remove());
    for (let start = 0; start < 2; start += 1) {
      expect(await readStore(() => fixture.open(), recorded.now, recorded.operations)).toEqual(recorded);
    }
  });
});

describe.each(ENGINES)("a store that a newer version has used, %s", (engine) => {
  it("makes the gateway end with what to do, and stays as it is", { timeout: 240_000 }, async () => {
    const version = fixtureVersions().at(-1) ?? "";
    const fixture = await restoreFixture(version, engine, inject("postgresUrl"));
    const directory = mkdtempSync(join(tmpdir(), "ringback-"));
    closing.push(
      () => fixture.remove(),
      () => Promise.resolve(rmSync(directory, { recursive: true })),
    );
    const settings = join(directory, "ringback.yaml");
    writeFileSync(
      settings,
      `sources: { north: { vendor: mindful, baseUrl: "http://127.0.0.1:1", organizationId: "1" } }\n`,
    );
    const run = async (command: readonly string[]) => {
      const started = startProcess(command, { RINGBACK_CONFIG: settings, PORT: "0", ...fixture.environment });
      closing.push(() => {
        started.child.kill("SIGKILL");
        return started.ended();
      });
      return { code: await started.ended(), output: started.output() };
    };
    await fixture.run("insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')");

    const expected = {
      code: 1,
      output: expect.stringMatching(
        /a newer version of ringback has used this store: its schema version is 9999-later.*Start the newer version, or restore a backup/u,
      ) as unknown,
    };
    expect(await run(["serve"])).toMatchObject(expected);
    expect(await run(["audit"])).toMatchObject(expected);

    await fixture.run("delete from kysely_migration where name = '9999-later'");
    const recorded = readRecorded(version, engine);
    expect(await readStore(() => fixture.open(), recorded.now, recorded.operations)).toEqual(recorded);
  });
});
