/** How much room there is for a message, now. Whoever sends several that belong together looks first, and then sends in the same turn. */
export interface Room {
  /** The instance whose mailbox it is; messages with one address share it. */
  readonly address: string;
  readonly capacity: number;
  /** So many more would be accepted; no limit where the oldest gives way. */
  readonly free: number;
}
