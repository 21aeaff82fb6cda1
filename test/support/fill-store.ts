import { fillStore } from "./many-callbacks.js";

// A process of its own: statements that are not garbage yet keep a closed database, and its lock.
const [directory = "", source = "", vendor = "", count = "0"] = process.argv.slice(2);
await fillStore(directory, source, vendor, Number(count));
