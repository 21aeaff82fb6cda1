import { graphql, type FormattedExecutionResult } from "graphql";
import type { Loaders } from "../../src/loaders/loaders.js";
import { createErrorFormatter, formatResult } from "../../src/graphql/errors.js";
import { aContext, aSchema } from "./serve-stub.js";

/** An answer as a client reads it: scalars are JSON already. */
export interface Executed<Data> {
  readonly data: Data;
  readonly errors: readonly { readonly message: string; readonly path?: readonly unknown[]; readonly code: unknown }[];
}

/** Runs a query over these loaders, in this process. Throws where something fails that nobody meant to. */
export async function execute<Data = Record<string, unknown>>(
  query: string,
  loaders?: Loaders,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Executed<Data>> {
  const unexpected: unknown[] = [];
  const result = await graphql({
    schema: aSchema(),
    source: query,
    contextValue: aContext(loaders),
    variableValues: variables,
  });
  const shown = formatResult(
    result,
    createErrorFormatter((error) => unexpected.push(error)),
  );
  if (unexpected.length > 0) throw unexpected[0];
  const { data, errors = [] } = JSON.parse(JSON.stringify(shown)) as FormattedExecutionResult;
  return {
    data: data as Data,
    errors: errors.map(({ extensions, message, path }) => ({
      message,
      ...(path && { path }),
      code: extensions?.["code"],
    })),
  };
}
