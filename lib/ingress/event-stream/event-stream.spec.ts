import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ManualClock } from '../../../test/universe.js';
import { EventStream } from './event-stream.js';
import { resolveEventStream } from './event-stream-options.js';

class Published {}

const EVERYTHING = { types: undefined, keys: undefined, lastEventId: undefined };

describe('EventStream', () => {
  it('ends within a second, whatever becomes of its clients', async () => {
    const clock = new ManualClock();
    const stream = new EventStream(resolveEventStream({ expose: [Published] }), clock, console);
    const neverCloses = new ServerResponse(new IncomingMessage(new Socket())); // it has no socket, and gets none
    stream.open(neverCloses, EVERYTHING);
    let hasEnded = false;
    const end = stream.beforeApplicationShutdown().then(() => (hasEnded = true));
    clock.advance(999);
    await nextTurn();
    await nextTurn();
    expect([hasEnded, stream.size]).toEqual([false, 1]);
    clock.advance(1);
    await end;
    expect(stream.size).toBe(0);
  });
});
