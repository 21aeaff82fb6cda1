/** How the engines spell what they do not share. */
export interface ColumnTypes {
  /** A 64-bit number that the engine gives to each new row, never twice. */
  readonly serial: string;
  /** A 64-bit integer. */
  readonly integer: string;
  /** The end of a `create table` for rows that are updated often, in columns without an index; empty where that needs nothing. */
  readonly frequentlyUpdated: string;
  /** Statements that index the table `callback_search`, where the engine does not do so when it is opened. */
  readonly searchIndex: readonly string[];
}
