/** How the engines spell what they do not share. */
export interface ColumnTypes {
  /** A 64-bit number that the engine gives to each new row, never twice. */
  readonly serial: string;
  /** A 64-bit integer. */
  readonly integer: string;
}
