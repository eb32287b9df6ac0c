/** What a sender may say about one message. */
export interface SendOptions {
  /** The message's id. Default: a new one. */
  readonly id?: string;
  /** The key of the instance; wins over `keyBy`, and yields to a ref's own key. */
  readonly key?: string;
  /** The conversation. Default: that of the context, else a new one, named by the message's own id. */
  readonly correlationId?: string;
  /** The id of the message that caused this one. Default: that of the context, else none. */
  readonly causationId?: string;
  /** Milliseconds after which the message is no longer worth handling. Default: never. */
  readonly ttlMs?: number;
  /** What travels along with the message: tenant, user, `traceparent`. Names and values are text. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a caller learns about a message that was accepted: its name, and no more. */
export interface Receipt {
  readonly id: string;
  readonly correlationId: string;
}
