import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoCustomers } from "../../src/adapters/fake/customers.js";
import { LOG_DIRECTORY } from "./logs.js";

/** What nothing that is written for operators may hold: numbers however they are spelled, tokens, secrets. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  "a phone number": new RegExp(
    [
      "\\+\\d{8,15}(?!\\d)",
      "(?<!\\d)1?415\\D?555\\D?\\d{4}(?!\\d)",
      "(?<!\\d)1?[2-9]\\d\\d\\D?555\\D?01\\d\\d(?!\\d)",
      "(?<!\\d)(?:44)?(?:207946|113496)0\\d{3}(?!\\d)",
      "(?<!\\d)49(?:3023125|8999998)\\d{3}(?!\\d)",
    ].join("|"),
    "u",
  ),
  "a bearer token": /bearer [\w.~+/-]{6,}/iu,
  "basic credentials": /basic [A-Za-z0-9+/]{8,}=*/u,
  "a signed token": /eyJ[\w-]{8,}\.eyJ[\w-]{8,}/u,
  "a secret of a fake": /client-secret|hunter2/u,
};

/** Looks through everything that the gateways of the whole run have logged, once it is over. */
export default function lookThrough(): () => void {
  const directory = mkdtempSync(join(tmpdir(), "ringback-logs-"));
  process.env[LOG_DIRECTORY] = directory;
  return () => {
    const found: string[] = [];
    let lines = 0;
    for (const file of readdirSync(directory)) {
      for (const line of readFileSync(join(directory, file), "utf8").split("\n")) {
        lines += 1;
        for (const [what, pattern] of Object.entries(FORBIDDEN)) {
          if (pattern.test(line)) found.push(`${file} holds ${what}: ${line.slice(0, 300)}`);
        }
      }
    }
    rmSync(directory, { recursive: true, force: true });
    if (demoCustomers().some(({ phoneNumber }) => !FORBIDDEN["a phone number"]?.test(phoneNumber))) {
      throw new Error("the numbers of the fakes would not be found");
    }
    if (found.length > 0) throw new Error(`logs of the run hold what they must not:\n${found.slice(0, 20).join("\n")}`);
    process.stdout.write(`${lines} lines of logs hold no number, token or secret\n`);
  };
}
