import { inPackage } from "../lib/package-folder.js";
import { isMap, isScalar, isSeq, parse, parseDocument, visit } from "yaml";

/** The example of all settings, in the package. */
export const EXAMPLE_FILE = inPackage("ringback.example.yaml");

/** A setting of a source that is no secret, with its value in the example. */
export interface ExampleValue {
  /** From the source's name on. */
  readonly path: readonly string[];
  /** Items of a list are separated by commas. */
  readonly example: string;
}

/** The source of a vendor in the example: its lines, comments included. */
export interface ExampleSource {
  readonly vendor: string;
  readonly text: string;
  readonly values: readonly ExampleValue[];
}

/** Takes the example apart into its sources. */
export function exampleSources(example: string): readonly ExampleSource[] {
  const [, section = ""] = example.split(/^sources:\n/mu);
  const blocks = section.split(/^(?= {2}[a-z0-9-]+:$)/mu).filter((block) => /^ {2}\S/u.test(block));
  return blocks.map((block) => {
    const [source] = Object.values(parse(block) as Record<string, { vendor: string }>);
    return { vendor: source?.vendor ?? "", text: block.trimEnd(), values: valuesOf(block) };
  });
}

/** The settings of these sources. */
export interface ComposedSettings {
  readonly text: string;
  /** Environment variables that hold the secrets. */
  readonly variables: readonly string[];
  /** Paths of settings that still have the example's value. */
  readonly examples: readonly string[];
}

/** Writes a settings file. `valueOf` returns the value of a setting; null for the example's. */
export function composeSettings(
  sources: readonly ExampleSource[],
  valueOf: (value: ExampleValue) => string | null,
): ComposedSettings {
  const examples: string[] = [];
  const blocks = sources.map(({ text, values }) => {
    const document = parseDocument(text);
    for (const value of values) {
      const given = valueOf(value);
      if (given === null || given === value.example) examples.push(`sources.${value.path.join(".")}`);
      else document.setIn(value.path, toYaml(document.getIn(value.path), given));
    }
    return document
      .toString({ lineWidth: 0 })
      .replaceAll(/^(?=.)/gmu, "  ")
      .trimEnd();
  });
  const body = blocks.join("\n\n");
  const used = body.split("\n").map((line) => line.replace(/(?:^|\s)#.*$/u, ""));
  const variables = [
    ...new Set(used.flatMap((line) => [...line.matchAll(/\$\{(\w+)\}/gu)].map(([, name = ""]) => name))),
  ];
  return { text: `${HEAD}${body}\n`, variables, examples };
}

const HEAD = `# Written by \`ringback init\`. ringback.example.yaml has all settings, with their defaults.
# Secrets are not in this file: \${NAME} reads an environment variable, \${file:/run/secrets/name} a file.

server:
  host: localhost # 0.0.0.0 accepts requests from other machines and requires auth
  port: 4000

sources:
`;

function valuesOf(block: string): readonly ExampleValue[] {
  const values: ExampleValue[] = [];
  visit(parseDocument(block), {
    Pair(_, { key, value }, ancestors) {
      const keys = [...ancestors, { key }].flatMap((node) =>
        "key" in node && isScalar(node.key) ? [String(node.key.value)] : [],
      );
      const items = isSeq(value) ? value.items : isScalar(value) ? [value] : [];
      const texts = items.map((item) => (isScalar(item) ? String(item.value) : ""));
      const isSecret = texts.some((text) => text.includes("${"));
      if (isMap(value) || isSecret || !isScalar(key) || key.value === "vendor") return;
      values.push({ path: keys, example: texts.join(", ") });
    },
  });
  return values;
}

/** A value as its example is: a number, a text, or a list of them. */
function toYaml(example: unknown, text: string): unknown {
  if (!isSeq(example)) return typeof example === "number" && /^\d+$/u.test(text) ? Number(text) : text;
  const items = text.split(",").map((item) => item.trim());
  const isNumeric = example.items.some((item) => isScalar(item) && typeof item.value === "number");
  return items.filter((item) => item !== "").map((item) => (isNumeric && /^\d+$/u.test(item) ? Number(item) : item));
}
