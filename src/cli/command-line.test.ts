import { describe, expect, it } from "vitest";
import { parseCommandLine, UsageError } from "./command-line.js";
import { COMMANDS, definitionOf, type CommandName } from "./commands.js";

const NAMES = Object.keys(COMMANDS) as CommandName[];
/** The arguments that a command requires. */
const needs = (name: CommandName): string[] => (definitionOf(name).argument === undefined ? [] : ["file.db"]);

describe("the command line", () => {
  it.each([
    [[], "serve", {}, ""],
    [["serve"], "serve", {}, ""],
    [["demo", "--config", "a.yaml", "--callbacks=5000"], "demo", { config: "a.yaml", callbacks: "5000" }, ""],
    [["backup", "b.db"], "backup", {}, "b.db"],
    [["backup", "--", "-b.db"], "backup", {}, "-b.db"],
    [["restore", "b.db", "--force"], "restore", { force: true }, "b.db"],
    [["restore", "--force", "b.db"], "restore", { force: true }, "b.db"],
    [["audit", "--source=north", "--limit", "7"], "audit", { source: "north", limit: "7" }, ""],
    [["audit", "--source=-north"], "audit", { source: "-north" }, ""],
    [["quarantine", "--raw"], "quarantine", { raw: true }, ""],
    [["help"], "help", {}, ""],
  ] as const)("%j is understood", (args, command, options, argument) => {
    expect(parseCommandLine(args)).toEqual({ kind: "run", command, options, argument });
  });

  it.each(NAMES)("%s has --help, --version and their letters, whatever stands beside them", (name) => {
    for (const more of [[], needs(name), ["--port", "1"], ["too", "many"]]) {
      for (const help of ["--help", "-h"]) {
        expect(parseCommandLine([name, ...more, help])).toEqual({ kind: "help", command: name });
      }
      for (const version of ["--version", "-v"]) {
        expect(parseCommandLine([name, ...more, version])).toEqual({ kind: "version" });
      }
    }
    expect(parseCommandLine(["help", name])).toEqual({ kind: "help", command: name });
  });

  it("has --help and --version without a command", () => {
    for (const help of ["--help", "-h"]) expect(parseCommandLine([help])).toEqual({ kind: "help", command: null });
    for (const version of ["--version", "-v"]) expect(parseCommandLine([version])).toEqual({ kind: "version" });
  });

  it.each([
    [["dance"], "unknown command dance; expected one of serve, demo"],
    [[""], "unknown command ; expected one of"],
    [["Serve"], "unknown command Serve"],
    [["toString"], "unknown command toString"],
    [["__proto__"], "unknown command __proto__"],
    [["help", "dance"], "unknown command dance"],
    [["help", "serve", "demo"], "help takes one command"],
    [["serve", "--port", "5450"], "unknown option --port; set PORT in the environment"],
    [["serve", "--port=5450"], "unknown option --port; set PORT in the environment"],
    [["--port", "5450"], "unknown option --port; set PORT in the environment"],
    [["-p", "5450"], "unknown option -p; set PORT in the environment"],
    [["serve", "--host", "0.0.0.0"], "unknown option --host; set HOST in the environment"],
    [["serve", "--config", "a.yaml"], "unknown option --config; set RINGBACK_CONFIG in the environment"],
    [["serve", "--data-dir", "x"], "unknown option --data-dir; set RINGBACK_DATA_DIR in the environment"],
    [["demo", "--log-level=debug"], "unknown option --log-level; set LOG_LEVEL in the environment"],
    [["backup", "b.db", "--force"], "unknown option --force; init and restore have it"],
    [["serve", "--raw"], "unknown option --raw; quarantine has it"],
    [["serve", "--nothing"], "unknown option --nothing"],
    [["serve", "--constructor"], "unknown option --constructor"],
    [["serve", "-x"], "unknown option -x"],
    [["serve", "ringback.yaml"], "unexpected argument ringback.yaml: serve takes none"],
    [["demo", "a.yaml"], "unexpected argument a.yaml: demo takes none"],
    [["schema", "federation"], "unexpected argument federation: schema takes none"],
    [["backup"], "backup requires <file>"],
    [["backup", ""], "backup requires <file>"],
    [["restore", "--force"], "restore requires <file>"],
    [["restore", "a", "b"], "unexpected argument b: restore takes one <file>"],
    [["audit", "--limit"], "--limit requires a value: --limit <1 to 1000>"],
    [["audit", "--source", "--limit", "5"], "--source requires a value: --source <name>"],
    [["audit", "--source="], "--source requires a value: --source <name>"],
    [["audit", "--limit", "0"], "--limit 0: expected a whole number from 1 to 1000"],
    [["audit", "--limit", "1001"], "--limit 1001: expected a whole number from 1 to 1000"],
    [["audit", "--limit", "1e2"], "--limit 1e2: expected a whole number"],
    [["audit", "--limit", "many"], "--limit many: expected a whole number"],
    [["audit", "--limit", "1", "--limit", "2"], "--limit is given twice"],
    [["demo", "--callbacks", "100001"], "--callbacks 100001: expected a whole number from 1 to 100000"],
    [["demo", "--callbacks=-5"], "--callbacks -5: expected a whole number"],
    [["quarantine", "--raw=yes"], "--raw takes no value"],
    [["schema", "--no-federation"], "unknown option --no-federation"],
  ] as const)("%j is rejected with a message that names the error", (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(UsageError);
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
