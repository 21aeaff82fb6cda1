/** Parses CSV by RFC 4180, character by character: a reader of its own, beside the gateway's writer. Throws for other text. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let index = 0;
  while (index < text.length) {
    let cell = "";
    if (text[index] === '"') {
      index += 1;
      for (;;) {
        if (index >= text.length) throw new Error("a quoted cell has no end");
        if (text[index] !== '"') cell += text[index++];
        else if (text[index + 1] === '"') {
          cell += '"';
          index += 2;
        } else break;
      }
      index += 1;
    } else {
      while (index < text.length && !",\r\n".includes(text[index] ?? "")) {
        if (text[index] === '"') throw new Error("a quote within a plain cell");
        cell += text[index++];
      }
    }
    row.push(cell);
    if (text[index] === ",") {
      index += 1;
    } else if (text.startsWith("\r\n", index)) {
      rows.push(row);
      row = [];
      index += 2;
    } else {
      throw new Error(`neither a comma nor a line break at ${index}`);
    }
  }
  return rows;
}

/** Texts that spreadsheets, parsers or the gateway could get wrong. */
export const AWKWARD: readonly string[] = [
  "",
  " ",
  " leading and trailing ",
  'quote " and ""double""',
  '"',
  '"quoted"',
  "a,b;c\td",
  "line\nbreak",
  "line\r\nbreak",
  "\r",
  "\n",
  "\t",
  "tab\tinside",
  "NUL\u0000inside",
  "\u0001\u0007\u001b[31m",
  "\u0085\u2028\u2029",
  "\ufeffBOM",
  "emoji 👩‍👩‍👧‍👦 🇩🇪",
  "half \ud83d surrogate",
  "\udc00",
  "مرحبا بالعالم",
  "\u202eright to left",
  "日本語",
  "=1+1",
  '=HYPERLINK("https://evil.example","click")',
  "=cmd|' /C calc'!A0",
  "+4930123456",
  "-1",
  "-2+3",
  "@SUM(1,2)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  " =1+1",
  '"=1+1',
  '" =1+1"',
  "'=1+1",
  "'",
  "''",
  "\u200b=1+1",
  "\u00a0=1+1",
  "＝1+1",
  "＋1",
  "%0A=1",
  "|calc",
  "007",
  "1e5",
  "2026-06-01",
  "1/2",
  "TRUE",
  "null",
  "x".repeat(5000),
];
