/**
 * The parts of negotiator 1 that are used; the types of DefinitelyTyped are those of 0.6, without server preferences.
 */
declare module "negotiator" {
  export default class Negotiator {
    constructor(request: { readonly headers: Readonly<Record<string, string | undefined>> });
    /** The type of these that the client likes best; undefined for none. */
    mediaType(available: readonly string[]): string | undefined;
    /** The available types that the client accepts, in its order; without `available`, all types in the header. */
    mediaTypes(available?: readonly string[]): string[];
    /** The same for codings; of equal weights, the first of `preferred` comes first. */
    encodings(available: readonly string[], options: { readonly preferred: readonly string[] }): string[];
  }
}
