import { details } from "./english/details.js";
import { forms } from "./english/forms.js";
import { kiosk } from "./english/kiosk.js";
import { list } from "./english/list.js";
import { queues } from "./english/queues.js";
import { records } from "./english/records.js";
import { shell } from "./english/shell.js";
import { statistics } from "./english/statistics.js";
import { trends } from "./english/trends.js";
import { views } from "./english/views.js";

/** The English texts. Their type is that of every language: one that lacks a text does not compile. */
export const english = { details, forms, kiosk, list, queues, records, shell, statistics, trends, views };
