import type { Envelope } from '../../runtime/envelope.js';

/** A published event as clients get it. Its text is made once, however many there are. */
export interface ToldEvent {
  readonly type: string;
  /** Undefined: it has none, and whoever asks for a key does not get it. */
  readonly key: string | undefined;
  /** What is written to a client. */
  readonly frame: Buffer;
}

/**
 * Writes an event as a CloudEvent in a frame of an event stream.
 *
 * @param id Where the event stands in the stream.
 * @throws TypeError when the event is not JSON: it has a circle, or a bigint.
 */
export function frameOf(envelope: Envelope, key: string | undefined, source: string, id: string): Buffer {
  const { type, message: data, correlationId: correlationid, causationId: causationid } = envelope;
  const cloudEvent = JSON.stringify({
    specversion: '1.0',
    id: envelope.id,
    source,
    type,
    subject: key,
    time: new Date(envelope.time).toISOString(),
    datacontenttype: 'application/json',
    correlationid,
    causationid,
    data,
  });
  return block({ event: type, id, data: cloudEvent });
}

/** What a client gets instead of events that are no longer there. @param id Where the stream goes on. */
export function resetFrame(id: string): Buffer {
  return block({ event: RESET, id, data: '{}' });
}

/** Tells a client where it is, and the machines between that the connection is in use. A client does not see it as an event. */
export function positionFrame(id: string): Buffer {
  return Buffer.from(`:\nid: ${id}\n\n`);
}

/** Tells a client how many milliseconds to wait before it connects again. */
export function retryFrame(retryMs: number): Buffer {
  return Buffer.from(`retry: ${retryMs}\n\n`);
}

/** The event that says that some are missing. */
export const RESET = 'reset';

/** JSON has no line breaks, and types that have some are refused before. */
function block({ event, id, data }: Readonly<Record<'event' | 'id' | 'data', string>>): Buffer {
  return Buffer.from(`event: ${event}\nid: ${id}\ndata: ${data}\n\n`);
}
