/** The value of a cell. Null is an empty cell. */
export type CsvValue = string | number | boolean | null;

/** Writes one row of CSV by RFC 4180, with its line break. */
export function csvRow(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

/** Separators, quotes and line breaks: such a cell stands in quotes. The semicolon separates cells in many countries. */
const QUOTED = /[",;\r\n\t]|^\s|\s$/u;
/** Control characters other than tab and line breaks, at which spreadsheets and parsers end, and lone surrogates. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;
/**
 * Texts that a spreadsheet may take for a formula: an operator at the start, also behind quotes, spaces and invisible
 * characters, and also in its full-width form. A text with an apostrophe there is marked as well, so that the mark can be
 * taken off again.
 */
const FORMULA = /^[\s"\p{Cf}\p{Cc}]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n']/u;
const MARK = "'";
/** Texts that are written as they are. Most cells are such texts, and one test of them is faster than all others. */
const PLAIN = /^[A-Za-z0-9](?:[ !#-+\--:<-~]*[!#-+\--:<-~])?$/u;

function csvCell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  if (PLAIN.test(value)) return value;
  const safe = defused(value);
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The text as a spreadsheet shows it without running it: with an apostrophe in front where it could be a formula. Control
 * characters and lone surrogates become U+FFFD.
 */
function defused(text: string): string {
  const marked = FORMULA.test(text) ? MARK + text : text;
  return marked.replaceAll(UNWRITABLE, "\ufffd");
}
