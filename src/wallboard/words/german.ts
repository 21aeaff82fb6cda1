import { kiosk } from "./german/kiosk.js";
import { queues } from "./german/queues.js";
import { shell } from "./german/shell.js";
import { trends } from "./german/trends.js";
import { views } from "./german/views.js";
import type { Words } from "./words.js";

export const german: Words = { shell, views, queues, trends, kiosk };
