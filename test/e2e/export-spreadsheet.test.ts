import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { csvRow } from "../../src/lib/csv.js";
import { AWKWARD, parseCsv } from "../support/csv.js";

const ROWS = 10_000;
const PLACES = ["/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"];
const soffice = process.env["SOFFICE_PATH"] ?? PLACES.find((path) => existsSync(path));
/** Texts that a spreadsheet reads as a number, a date or a truth value, as it would in any file. */
const READ_AS_VALUES: ReadonlySet<string> = new Set(["007", "1e5", "2026-06-01", "1/2", "TRUE"]);

let directory: string;
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), "ringback-"))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/**
 * Opens a file in LibreOffice as a person does, formulas evaluated, and returns it as CSV in which texts are quoted, and a
 * formula stands as one.
 */
function openInSpreadsheet(file: string): string {
  const profile = `-env:UserInstallation=file://${join(directory, "profile")}`;
  // Comma, quote, UTF-8, from line 1, any column formats, no language, quoted cells are no texts of their own, special numbers.
  const importing = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true";
  const exporting = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,true";
  const args = [
    profile,
    "--headless",
    `--infilter=${importing}`,
    "--convert-to",
    exporting,
    "--outdir",
    join(directory, "out"),
    file,
  ];
  execFileSync(soffice ?? "", args, { timeout: 240_000, stdio: "pipe" });
  return readFileSync(join(directory, "out", "callbacks.csv"), "utf8");
}

// On a machine of a developer it may be missing; the run of all tests installs it.
it.skipIf(soffice === undefined)(
  "a spreadsheet shows every awkward cell of 10,000 rows as it is, and runs none (Debian: apt-get install libreoffice-calc-nogui)",
  { timeout: 300_000 },
  () => {
    const texts = AWKWARD.filter((text) => !READ_AS_VALUES.has(text));
    const cellOf = (index: number): string => texts[index % texts.length] ?? "";
    const rows = Array.from({ length: ROWS }, (_, index) => [
      `row ${index}`,
      cellOf(index),
      `${cellOf(index + 1)}x`,
      "end",
    ]);
    const file = join(directory, "callbacks.csv");
    writeFileSync(file, rows.map(csvRow).join(""));
    const shown = parseCsv(openInSpreadsheet(file).replaceAll(/(?<!\r)\n/gu, "\r\n"));
    const written = parseCsv(readFileSync(file, "utf8"));
    const same = (text: string): string => text.replaceAll(/\r\n|\r|\n/gu, "\n");
    expect(shown).toHaveLength(ROWS);
    for (const [index, row] of shown.entries()) expect(row.map(same)).toEqual(written[index]?.map(same));
  },
);
