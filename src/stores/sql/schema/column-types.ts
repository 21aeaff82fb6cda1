/** How the engines spell what they do not share. */
export interface ColumnTypes {
  /** A 64-bit number that the engine gives to each new row, never twice. */
  readonly serial: string;
  /** A 64-bit integer. */
  readonly integer: string;
  /** Text that is ordered by its bytes, whatever the database's language. */
  readonly orderedText: string;
  /** The end of a `create table` for rows that are stored in the order of their key; empty where an engine has none. */
  readonly clustered: string;
  /** The end of a `create table` for rows that are updated often, in columns without an index; empty where that needs nothing. */
  readonly frequentlyUpdated: string;
  /** The type that a JSON text is cast to before `->` is used on it. */
  readonly json: string;
  /** Statements that index the table `callback_search`, where the engine does not do so when it is opened. */
  readonly searchIndex: readonly string[];
  /** Statements that create the triggers of the table `open_counts`. */
  readonly openCountTriggers: readonly string[];
}
