import { findStore } from "../config/config.js";
import { backupStore } from "../stores/registry.js";
import { print, type Command } from "./command.js";

export const backupCommand: Command = {
  argument: "<file>",
  options: {},
  does: ["back up the embedded store to a file, also while a gateway uses it"],
  run({ environment, argument: file }) {
    backupStore(findStore(environment), file);
    print([`backup written to ${file}`]);
  },
};
