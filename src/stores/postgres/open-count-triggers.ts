const KEY = "source, vendor, queue_key, published_status";

function groupsOf(table: "new_rows" | "old_rows", count: 1 | -1): string {
  return `select source, vendor, coalesce(queue_key, '') as queue_key, published_status, ${count} as count
    from ${table} where is_open <> 0`;
}

/** Groups in the order of their key, so that two statements that lock the same ones lock them in the same order. */
function createFunction(name: string, groups: string): string {
  return `create function ${name}() returns trigger language plpgsql as $$
    begin
      insert into open_counts as counts (${KEY}, count)
        select ${KEY}, sum(count) from (${groups}) as groups group by ${KEY} having sum(count) <> 0 order by ${KEY}
        on conflict (${KEY}) do update set count = counts.count + excluded.count;
      return null;
    end $$`;
}

function createTrigger(event: "insert" | "update" | "delete", tables: string): string {
  return `create trigger open_counts_${event} after ${event} on callbacks referencing ${tables}
    for each statement execute function count_open_${event}()`;
}

/** See the table `open_counts`: once a statement, over all of its rows. */
export const OPEN_COUNT_TRIGGERS = [
  createFunction("count_open_insert", groupsOf("new_rows", 1)),
  createFunction("count_open_delete", groupsOf("old_rows", -1)),
  createFunction("count_open_update", `${groupsOf("new_rows", 1)} union all ${groupsOf("old_rows", -1)}`),
  createTrigger("insert", "new table as new_rows"),
  createTrigger("delete", "old table as old_rows"),
  createTrigger("update", "new table as new_rows old table as old_rows"),
];
