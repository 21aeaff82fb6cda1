import { kiosk } from "./english/kiosk.js";
import { queues } from "./english/queues.js";
import { shell } from "./english/shell.js";
import { trends } from "./english/trends.js";
import { views } from "./english/views.js";

/** The English texts. Their type is that of every language: one that lacks a text does not compile. */
export const english = { shell, views, queues, trends, kiosk };
