import { findStore } from "../config/config.js";
import { restoreStore } from "../stores/registry.js";
import { print, type Command } from "./command.js";

export const restoreCommand: Command = {
  argument: "<file>",
  options: { force: {} },
  does: ["restore the embedded store from a backup; --force: overwrite an existing store"],
  async run({ environment, options, argument: file }) {
    await restoreStore(findStore(environment), file, options["force"] === true);
    print([`store restored from ${file}`]);
  },
};
