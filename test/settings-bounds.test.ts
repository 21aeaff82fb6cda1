import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ADAPTERS } from "../src/adapters/registry.js";
import { LONGEST_TIMER_MS } from "../src/lib/bounds.js";
import { fileSchema, parseSettings } from "../src/config/config.js";

/** A number of the settings: where it stands, and what the schema says of it. */
interface NumberSetting {
  readonly path: readonly (string | number)[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly isWhole: boolean;
}

interface JsonSchema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Every number that a schema takes, however deep. */
function numbersOf(schema: JsonSchema, path: readonly (string | number)[]): NumberSetting[] {
  const { type, minimum, maximum, properties = {}, items, anyOf = [], allOf = [] } = schema;
  const own = type === "integer" || type === "number" ? [{ path, minimum, maximum, isWhole: type === "integer" }] : [];
  return [
    ...own,
    ...Object.entries(properties).flatMap(([name, one]) => numbersOf(one, [...path, name])),
    ...(items === undefined ? [] : numbersOf(items, [...path, 0])),
    ...[...anyOf, ...allOf].flatMap((one) => numbersOf(one, path)),
  ];
}

const toJsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** A number may stand for an id. */
const isKey = ({ path }: NumberSetting): boolean => /Ids?$|phoneNumbers|agents/u.test(path.map(String).join("."));

const SETTINGS: readonly NumberSetting[] = [
  ...numbersOf(toJsonSchema(fileSchema), []),
  ...ADAPTERS.flatMap(({ vendor, settings }) =>
    numbersOf(toJsonSchema(settings), ["sources", vendor.toLowerCase()]).filter((setting) => !isKey(setting)),
  ),
];
const TABLE = SETTINGS.map((setting) => [setting.path.join("."), setting] as const);

/** Added to moments that are compared, and waited for by no timer. */
const COMPARED = /^retention\.|\.retention\.|\.promise\./u;
/** A bound of another kind: of two settings together. */
const TOGETHER = /must be larger than the timeoutMs/u;

const AUTH = { jwt: { key: "x".repeat(32), issuer: "https://issuer.example", audience: "ringback" } };
const SOURCES = Object.fromEntries(
  ADAPTERS.map((definition) => {
    const fake = definition.createFake(() => 0, { count: 0 });
    return [
      definition.vendor.toLowerCase(),
      { vendor: definition.vendor.toLowerCase(), ...fake.settings("http://127.0.0.1:1") },
    ];
  }),
);

type Part = Readonly<Record<string, unknown>>;

/** Settings that are right but for one value. */
function withValue([name, ...rest]: readonly (string | number)[], value: unknown, base: Part): Part {
  if (name === undefined) return base;
  const inner = (base[name] ?? {}) as Part;
  return { ...base, [name]: rest.length === 0 ? value : withValue(rest, value, inner) };
}

/** What is found wrong with a value at its place; empty where it is right. */
function mistakeAt(path: readonly (string | number)[], value: unknown): string {
  try {
    parseSettings(withValue(path, value, { auth: AUTH, sources: SOURCES }), {}, () => null);
    return "";
  } catch (error) {
    const lines = (error as Error).message.split("\n");
    return lines.find((line) => line.startsWith(`  ${path.join(".")}: `)) ?? "";
  }
}

describe("numbers of the settings", () => {
  it("are found by walking the schema", () => {
    const names = TABLE.map(([name]) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "server.port",
        "server.drainMs",
        "server.subscriptions.keepAliveMs",
        "server.operations.rate.perMs",
        "auth.jwt.clockToleranceMs",
        "sync.hotIntervalMs",
        "retention.auditMs",
        "database.connections",
        ...ADAPTERS.flatMap(({ vendor }) => [
          `sources.${vendor.toLowerCase()}.timeoutMs`,
          `sources.${vendor.toLowerCase()}.quota.perMs`,
        ]),
      ]),
    );
    expect(names.length).toBeGreaterThan(80);
  });

  it.each(TABLE)("%s is bounded at both ends, durations by the longest timer", (name, { minimum, maximum }) => {
    expect(minimum).toBeGreaterThanOrEqual(0);
    expect(maximum).toBeLessThanOrEqual(1_000_000_000_000);
    if (name.endsWith("Ms") && !COMPARED.test(name)) expect(maximum).toBeLessThanOrEqual(LONGEST_TIMER_MS);
  });

  it.each(TABLE)(
    "%s is rejected by its name beyond its bounds, and accepted at them",
    (_, { path, minimum, maximum, isWhole }) => {
      const [least = 0, most = 0] = [minimum, maximum];
      for (const value of [least, most]) {
        const mistake = mistakeAt(path, value);
        if (!TOGETHER.test(mistake)) expect([value, mistake]).toEqual([value, ""]);
      }
      const beyond = [least - 1, most + 1, -1, 1e300, 2 ** 53, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN];
      const wrong = [...beyond, "soon", "5s", true, [], {}, ...(isWhole ? [least + 0.5] : [])];
      for (const value of wrong)
        expect([value, mistakeAt(path, value)]).toEqual([value, expect.stringMatching(/: .+/u)]);
      if (path.at(-1)?.toString().endsWith("Ms") === true && most <= LONGEST_TIMER_MS) {
        expect(mistakeAt(path, LONGEST_TIMER_MS + 1)).not.toBe("");
      }
    },
  );
});
