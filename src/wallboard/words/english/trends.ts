/** The texts of the page of trends. */
export const trends = {
  title: "Trends",
  by: "Interval",
  intervals: { hour: "By hour", day: "By day" },
  figures: { opened: "Opened", completed: "Called back", promiseKept: "Promise kept", failed: "Failed" },
  periods: {
    hour: { current: "Today", previous: "Yesterday", earlier: "Same day last week" },
    day: { current: "Last 7 days", previous: "7 days before", earlier: "14 days before" },
  },
  when: { hour: "Hour", day: "Day" },
  total: "Total",
};
