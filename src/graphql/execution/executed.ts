import type { FormattedExecutionResult } from "graphql";

/** A result as a client may see it, as JSON. The same result may be the same object. */
export class Executed {
  private body: { readonly extensions: string; readonly bytes: Buffer } | null = null;

  constructor(
    readonly json: string,
    /** False where the variables do not fit, and nothing was run. */
    readonly hasData: boolean,
    /** Those of the answer, as clients see them. */
    readonly errors: NonNullable<FormattedExecutionResult["errors"]>,
    /** Whether lists of callbacks in it were written row by row, and their JSON kept. */
    readonly hasRowLists: boolean,
  ) {}

  /** A response's body with these extensions, which are JSON as well. Made once, as long as they stay the same. */
  bodyWith(extensions: string): Buffer {
    if (this.body?.extensions !== extensions) {
      const bytes = Buffer.from(`${this.json.slice(0, -1)},"extensions":${extensions}}\n`);
      this.body = { extensions, bytes };
    }
    return this.body.bytes;
  }
}
