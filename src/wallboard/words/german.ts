import { shell } from "./german/shell.js";
import { views } from "./german/views.js";
import type { Words } from "./words.js";

export const german: Words = { shell, views };
