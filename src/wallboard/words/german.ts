import { details } from "./german/details.js";
import { forms } from "./german/forms.js";
import { list } from "./german/list.js";
import { records } from "./german/records.js";
import { shell } from "./german/shell.js";
import { statistics } from "./german/statistics.js";
import { views } from "./german/views.js";
import type { Words } from "./words.js";

export const german: Words = { details, forms, list, records, shell, statistics, views };
