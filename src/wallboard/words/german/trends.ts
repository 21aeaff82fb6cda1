import type { Words } from "../words.js";

export const trends: Words["trends"] = {
  title: "Verlauf",
  by: "Zeitraum",
  intervals: { hour: "Je Stunde", day: "Je Tag" },
  figures: { opened: "Neu", completed: "Zurückgerufen", promiseKept: "Zusage eingehalten", failed: "Gescheitert" },
  periods: {
    hour: { current: "Heute", previous: "Gestern", earlier: "Gleicher Tag der Vorwoche" },
    day: { current: "Letzte 7 Tage", previous: "7 Tage davor", earlier: "14 Tage davor" },
  },
  when: { hour: "Stunde", day: "Tag" },
  total: "Summe",
};
