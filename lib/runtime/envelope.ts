/** The headers of an envelope that has none. */
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** What an {@link Envelope} is made of. */
interface EnvelopeFields {
  readonly id: string;
  readonly type: string;
  readonly to: string;
  readonly key?: string | undefined;
  readonly from?: string | undefined;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly time: number;
  readonly attempt: number;
  readonly redriven: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly message: object;
}

/**
 * A message and the facts of its delivery. An envelope is made when somebody reads it; while a message waits there is none.
 */
export class Envelope {
  readonly id: string;
  /** The stable name of the message's class. */
  readonly type: string;
  /** The address it was sent to: `mailbox://order/order-42`. */
  readonly to: string;
  /** The key of the instance it was sent to. */
  readonly key: string | undefined;
  /** The address of the actor that sent it; undefined: it came from outside. */
  readonly from: string | undefined;
  /** The conversation it belongs to. */
  readonly correlationId: string;
  /** The id of the message whose handler sent it. */
  readonly causationId: string | undefined;
  /** When it was accepted, or refused: milliseconds since the epoch. */
  readonly time: number;
  /** The first attempt is 1; 0 before any. */
  readonly attempt: number;
  /** How often it came back from the dead letters. */
  readonly redriven: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: object;

  constructor(fields: EnvelopeFields) {
    this.id = fields.id;
    this.type = fields.type;
    this.to = fields.to;
    this.key = fields.key;
    this.from = fields.from;
    this.correlationId = fields.correlationId;
    this.causationId = fields.causationId;
    this.time = fields.time;
    this.attempt = fields.attempt;
    this.redriven = fields.redriven;
    this.headers = fields.headers ?? NO_HEADERS;
    this.message = fields.message;
  }
}
