import {
  Kind,
  Lexer,
  Source,
  TokenKind,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { GatewayError } from "../../domain/errors.js";
import type { OperationSettings } from "./operation-settings.js";

export type DocumentLimits = Pick<
  OperationSettings,
  "maxDocumentCharacters" | "maxTokens" | "maxDepth" | "maxFields" | "maxAliases" | "maxDirectives" | "maxRootFields"
>;

/** Brackets in one another: the parser descends with them, and the engine's stack has an end. */
const MAX_NESTING = 200;
const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Throws QUERY_TOO_COMPLEX with the limit's name, for a text that is longer than a document may be. */
export function checkDocumentSize(
  text: unknown,
  { maxDocumentCharacters }: Pick<DocumentLimits, "maxDocumentCharacters">,
): void {
  if (typeof text !== "string" || text.length <= maxDocumentCharacters) return;
  throw exceeded("documentCharacters", maxDocumentCharacters);
}

/** Counts the tokens of a document before it is parsed. Throws QUERY_TOO_COMPLEX with the limit's name. */
export function checkText(text: string, { maxDocumentCharacters, maxTokens }: DocumentLimits): number {
  checkDocumentSize(text, { maxDocumentCharacters });
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  let count = 0;
  try {
    for (; lexer.advance().kind !== TokenKind.EOF; count += 1) {
      if (count >= maxTokens) throw exceeded("tokens", maxTokens);
      if (OPENING.has(lexer.token.kind)) depth += 1;
      if (CLOSING.has(lexer.token.kind)) depth -= 1;
      if (depth > MAX_NESTING) throw exceeded("nesting", MAX_NESTING);
    }
  } catch (error) {
    // The parser reports invalid tokens, with their position.
    if (error instanceof GatewayError) throw error;
  }
  return count;
}

/** Measures a document before it is validated. Throws QUERY_TOO_COMPLEX with the limit's name. */
export function checkDocument(document: DocumentNode, limits: DocumentLimits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measure = createMeasure(fragments);
  // Unused fragments are validated, too.
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const found = measure(definition.selectionSet);
    const directives = found.directives + countOf(definition.directives) + countOfVariables(definition);
    if (found.depth > limits.maxDepth) throw exceeded("depth", limits.maxDepth);
    if (found.fields > limits.maxFields) throw exceeded("fields", limits.maxFields);
    if (found.aliases > limits.maxAliases) throw exceeded("aliases", limits.maxAliases);
    if (directives > limits.maxDirectives) throw exceeded("directives", limits.maxDirectives);
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    if (isOperation && found.roots > limits.maxRootFields) throw exceeded("rootFields", limits.maxRootFields);
  }
}

/** The error for an operation over a limit. */
export function exceeded(name: string, allowed: number): GatewayError {
  const message = `the operation is over the limit ${name}, which is ${allowed}`;
  return new GatewayError("QUERY_TOO_COMPLEX", message, { limit: { name, allowed } });
}

interface Measured {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  /** The fields of this very set. */
  readonly roots: number;
}

const NOTHING: Measured = { depth: 0, fields: 0, aliases: 0, directives: 0, roots: 0 };
/** Nested fragments multiply counts beyond safe integers. */
const COUNTLESS = 1e9;

/**
 * Measures each fragment once, however often it is used: the time grows with the text, not with the expanded document.
 */
function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Measured {
  const measuredFragments = new Map<string, Measured>();
  const measureFragment = (name: string): Measured => {
    const found = measuredFragments.get(name);
    if (found !== undefined) return found;
    // One that holds itself is refused by validation, and costs nothing until then.
    measuredFragments.set(name, NOTHING);
    const fragment = fragments.get(name);
    const measured = fragment === undefined ? NOTHING : measure(fragment.selectionSet);
    measuredFragments.set(name, measured);
    return measured;
  };
  const measure = ({ selections }: SelectionSetNode): Measured => {
    let total = NOTHING;
    for (const selection of selections) {
      const directives = countOf(selection.directives);
      if (selection.kind !== Kind.FIELD) {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? measureFragment(selection.name.value)
            : measure(selection.selectionSet);
        total = add(total, { ...inner, directives: inner.directives + directives });
        continue;
      }
      const inner = selection.selectionSet === undefined ? NOTHING : measure(selection.selectionSet);
      const isIntrospection = selection.name.value.startsWith("__");
      total = add(total, {
        depth: isIntrospection ? 1 : inner.depth + 1,
        fields: inner.fields + 1,
        aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
        directives: inner.directives + directives,
        roots: 1,
      });
    }
    return total;
  };
  return measure;
}

function add(a: Measured, b: Measured): Measured {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: Math.min(COUNTLESS, a.fields + b.fields),
    aliases: Math.min(COUNTLESS, a.aliases + b.aliases),
    directives: Math.min(COUNTLESS, a.directives + b.directives),
    roots: Math.min(COUNTLESS, a.roots + b.roots),
  };
}

function countOf(directives: readonly DirectiveNode[] | undefined): number {
  return directives?.length ?? 0;
}

function countOfVariables({ variableDefinitions = [] }: Pick<FragmentDefinitionNode, "variableDefinitions">): number {
  return variableDefinitions.reduce((total, { directives }) => total + countOf(directives), 0);
}
