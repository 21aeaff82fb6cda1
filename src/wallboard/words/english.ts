import { details } from "./english/details.js";
import { forms } from "./english/forms.js";
import { list } from "./english/list.js";
import { records } from "./english/records.js";
import { shell } from "./english/shell.js";
import { statistics } from "./english/statistics.js";
import { views } from "./english/views.js";

/** The English texts. Their type is that of every language: one that lacks a text does not compile. */
export const english = { details, forms, list, records, shell, statistics, views };
