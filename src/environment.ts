/** Something that is wrong in the settings, and where. Never holds a secret's value. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const VARIABLE = /\$\{([^}]*)\}/gu;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * Puts the environment's values where a text says `${NAME}`, at any depth. A variable that is not set is a mistake at
 * its path; the text then stays as it is.
 */
export function interpolate(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  mistakes: Mistake[],
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === "string") {
    return value.replaceAll(VARIABLE, (whole, name: string) => {
      const found = NAME.test(name) ? environment[name] : undefined;
      if (found === undefined) mistakes.push({ path, message: `the environment variable ${name} is not set` });
      return found ?? whole;
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => interpolate(item, environment, mistakes, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, environment, mistakes, [...path, key])]),
  );
}
