/** The texts of a TypeScript file: its comments without their marks, and its strings with `${}` left as it is. */
export interface Texts {
  readonly comments: readonly string[];
  readonly strings: readonly string[];
}

const COMMENT = String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`;
const STRING = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const EXPRESSION = "\\$\\{(?:[^{}`]|`[^`]*`|\\{[^{}]*\\})*\\}";
const TEMPLATE = `\`(?:\\\\[\\s\\S]|${EXPRESSION}|[^\`\\\\])*\``;
/** A regular expression stands where a value may begin; its quotes begin no string. */
const PATTERN = String.raw`(?<=(?:[(,=:[!&|?{};]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/`;
const TOKEN = new RegExp(`(${COMMENT})|${PATTERN}|(${STRING}|${TEMPLATE})`, "gu");

/** Reads comments and strings with a scanner that knows quotes, templates and regular expressions, but no grammar. */
export function readTexts(source: string): Texts {
  const comments: string[] = [];
  const strings: string[] = [];
  let commentEnd = -1;
  let stringEnd = -1;
  for (const { index, 0: token, 1: comment, 2: string } of source.matchAll(TOKEN)) {
    const end = index + token.length;
    if (comment !== undefined) {
      // Consecutive lines of `//` are one comment.
      const isContinued =
        comment.startsWith("//") && commentEnd >= 0 && /^\n\s*$/u.test(source.slice(commentEnd, index));
      comments.push(isContinued ? `${comments.pop() ?? ""} ${withoutMarks(comment)}` : withoutMarks(comment));
      commentEnd = comment.startsWith("//") ? end : -1;
    }
    if (string !== undefined) {
      // Strings that are concatenated are one text.
      const isContinued = stringEnd >= 0 && /^\s*\+\s*$/u.test(source.slice(stringEnd, index));
      const text = string.slice(1, -1);
      strings.push(isContinued ? (strings.pop() ?? "") + text : text);
      stringEnd = end;
    }
  }
  return { comments, strings };
}

function withoutMarks(comment: string): string {
  return comment
    .replaceAll(/^\/\*\*?|\*\/$|^\/\/ ?/gu, "")
    .replaceAll(/^\s*\*? ?/gmu, "")
    .trim();
}
