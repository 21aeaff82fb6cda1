const KEY = ["source", "vendor", "queue_key", "published_status"] as const;

function keyOf(row: "new" | "old"): string {
  return `${row}.source, ${row}.vendor, coalesce(${row}.queue_key, ''), ${row}.published_status`;
}

/** Adds to the count of the row's group, unless the row is not open. */
function add(row: "new" | "old", count: 1 | -1): string {
  return `insert into open_counts (${KEY.join(", ")}, count) select ${keyOf(row)}, ${count} where ${row}.is_open <> 0
    on conflict (${KEY.join(", ")}) do update set count = count + excluded.count;`;
}

/** See the table `open_counts`. */
export const OPEN_COUNT_TRIGGERS = [
  `create trigger open_counts_insert after insert on callbacks when new.is_open <> 0 begin ${add("new", 1)} end`,
  `create trigger open_counts_delete after delete on callbacks when old.is_open <> 0 begin ${add("old", -1)} end`,
  `create trigger open_counts_update after update of ${KEY.join(", ")}, is_open on callbacks
    when (old.is_open <> 0) <> (new.is_open <> 0) or (new.is_open <> 0 and (${keyOf("old")}) <> (${keyOf("new")}))
    begin ${add("old", -1)} ${add("new", 1)} end`,
];
