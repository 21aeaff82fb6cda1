/** The names of the pages in the header. */
export const views = {
  list: "List",
  queues: "Queues",
  trends: "Trends",
};
