/** An expression of the subset of PromQL that docs/alerts.yaml uses. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "selector";
      readonly name: string;
      readonly matchers: readonly Matcher[];
      readonly minutes: number | null;
    }
  | { readonly kind: "call"; readonly name: FunctionName; readonly args: readonly Expression[] }
  | {
      readonly kind: "aggregate";
      readonly by: readonly string[];
      readonly operator: Aggregation;
      readonly of: Expression;
    }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

export interface Matcher {
  readonly label: string;
  readonly matches: (value: string) => boolean;
}

const AGGREGATIONS = ["sum", "min", "max"] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];
const FUNCTIONS = ["rate", "increase", "absent", "histogram_quantile"] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
/** The weakest first. */
const PRECEDENCE = [["or"], ["==", "!=", ">", "<"], ["*", "/"]] as const;
export type Operator = (typeof PRECEDENCE)[number][number];

const TOKENS = /\s*(?:("[^"\\]*")|([a-zA-Z_]\w*)|(\d+(?:\.\d+)?)|(=~|==|!=|[=><*/(){}[\],]))/uy;
const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60 };

const isOneOf = <Text extends string>(texts: readonly Text[], text: string): text is Text =>
  (texts as readonly string[]).includes(text);

/** Throws on everything else of PromQL, so that no rule is evaluated as something that it does not say. */
export function parsePromql(text: string): Expression {
  const tokens = tokensOf(text);
  const fail = (): never => {
    throw new Error(`this is not of the subset of PromQL that tests evaluate: ${tokens.join(" ")}, in ${text}`);
  };
  const take = (expected?: string): string => {
    const token = tokens.shift();
    if (token === undefined || (expected !== undefined && token !== expected)) return fail();
    return token;
  };
  const listIn = <Item>(open: string, close: string, item: () => Item): Item[] => {
    const items: Item[] = [];
    take(open);
    while (tokens[0] !== close) {
      items.push(item());
      if (tokens[0] !== close) take(",");
    }
    take(close);
    return items;
  };
  const name = (): string => (/^[a-zA-Z_]/u.test(tokens[0] ?? "") ? take() : fail());
  const quoted = (): string => (tokens[0]?.startsWith('"') === true ? take().slice(1, -1) : fail());

  const matcher = (): Matcher => {
    const label = name();
    const operator = take();
    const value = quoted();
    if (operator === "=") return { label, matches: (one) => one === value };
    if (operator === "!=") return { label, matches: (one) => one !== value };
    if (operator !== "=~") return fail();
    const pattern = new RegExp(`^(?:${value})$`, "u");
    return { label, matches: (one) => pattern.test(one) };
  };
  const range = (): number => {
    const count = Number(take());
    const minutes = count * (UNITS[take()] ?? Number.NaN);
    return Number.isNaN(minutes) ? fail() : minutes;
  };
  const unary = (): Expression => {
    if (tokens[0] === "(") {
      const [inner] = listIn("(", ")", () => binary(0));
      return inner ?? fail();
    }
    if (/^\d/u.test(tokens[0] ?? "")) return { kind: "number", value: Number(take()) };
    const word = name();
    if (isOneOf(AGGREGATIONS, word)) {
      let by: readonly string[] = [];
      if (tokens[0] === "by") {
        take();
        by = listIn("(", ")", name);
      }
      const [of, ...others] = listIn("(", ")", () => binary(0));
      return of === undefined || others.length > 0 ? fail() : { kind: "aggregate", operator: word, by, of };
    }
    if (tokens[0] === "(") {
      if (!isOneOf(FUNCTIONS, word)) return fail();
      return { kind: "call", name: word, args: listIn("(", ")", () => binary(0)) };
    }
    const matchers = tokens[0] === "{" ? listIn("{", "}", matcher) : [];
    const [minutes = null] = tokens[0] === "[" ? listIn("[", "]", range) : [];
    return { kind: "selector", name: word, matchers, minutes };
  };
  const binary = (level: number): Expression => {
    const operators: readonly Operator[] | undefined = PRECEDENCE[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    while (isOneOf(operators, tokens[0] ?? "")) {
      const operator = take() as Operator;
      left = { kind: "binary", operator, left, right: binary(level + 1) };
    }
    return left;
  };
  const whole = binary(0);
  return tokens.length === 0 ? whole : fail();
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKENS);
  const trimmed = text.trim();
  while (pattern.lastIndex < trimmed.length) {
    const at = pattern.lastIndex;
    const [found] = pattern.exec(trimmed) ?? [];
    if (found === undefined) throw new Error(`this is not of the subset of PromQL: ${trimmed.slice(at)}`);
    tokens.push(found.trim());
  }
  return tokens;
}
