import { shell } from "./english/shell.js";
import { views } from "./english/views.js";

/** The English texts. Their type is that of every language: one that lacks a text does not compile. */
export const english = { shell, views };
