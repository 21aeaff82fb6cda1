import { parseArgs } from "node:util";

/** Reads the arguments of `ringback backup` and `ringback restore`; null where they are none. */
export function parseFileArguments(
  args: readonly string[],
  mayForce: boolean,
): { readonly file: string; readonly isForced: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: mayForce ? { force: { type: "boolean" } } : {},
      allowPositionals: true,
      strict: true,
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) return null;
    return { file, isForced: "force" in values && values.force === true };
  } catch {
    return null;
  }
}
