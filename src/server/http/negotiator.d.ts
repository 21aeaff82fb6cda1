/** What is used of negotiator 1; the types of DefinitelyTyped are those of 0.6, which has no preferences of the server. */
declare module "negotiator" {
  export default class Negotiator {
    constructor(request: { readonly headers: Readonly<Record<string, string | undefined>> });
    /** The type of these that the client likes best; undefined for none. */
    mediaType(available: readonly string[]): string | undefined;
    /** Those of these that the client takes, the best first; without any, all that it names. */
    mediaTypes(available?: readonly string[]): string[];
    /** The same of codings; of those that the client likes equally, the first of `preferred` comes first. */
    encodings(available: readonly string[], options: { readonly preferred: readonly string[] }): string[];
  }
}
