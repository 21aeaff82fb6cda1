import type { Words } from "./words.js";
import { details } from "./german/details.js";
import { forms } from "./german/forms.js";
import { kiosk } from "./german/kiosk.js";
import { list } from "./german/list.js";
import { queues } from "./german/queues.js";
import { records } from "./german/records.js";
import { shell } from "./german/shell.js";
import { statistics } from "./german/statistics.js";
import { trends } from "./german/trends.js";
import { views } from "./german/views.js";

export const german: Words = { details, forms, kiosk, list, queues, records, shell, statistics, trends, views };
