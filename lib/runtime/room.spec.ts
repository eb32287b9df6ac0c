import { z } from 'zod';
import { actor, handle, Universe } from '../../test/universe.js';
import { defineMessage } from './message.js';
import { roomFor } from './runtime.js';

class Note extends defineMessage('note', z.object({ key: z.string() })) {}
class Other {}

const take = handle(Note, () => undefined);
const keyBy = ({ key }: Note): string => key;

describe('roomFor', () => {
  it('counts what one more message would find in the mailbox of its instance, and changes nothing', async () => {
    const universe = await Universe.of(actor('order', [take], { keyBy, mailbox: { capacity: 3 } }));
    universe.runtime.tell(new Note({ key: 'a' }));
    const before = universe.totals;
    expect(roomFor(universe.runtime, new Note({ key: 'a' }), undefined)).toEqual({
      address: 'mailbox://order/a',
      capacity: 3,
      free: 2,
    });
    expect(roomFor(universe.runtime, new Note({ key: 'b' }), undefined)).toMatchObject({ free: 3 });
    expect(roomFor(universe.runtime, new Note({ key: 'b' }), 'a')).toMatchObject({ free: 2 });
    expect(universe.totals).toEqual(before);
    await universe.quiet();
  });

  it('finds no end of it where the oldest gives way', async () => {
    const mailbox = { capacity: 1, overflow: 'drop-oldest' } as const;
    const universe = await Universe.of(actor('order', [take], { mailbox }));
    universe.runtime.tell(new Note({ key: 'a' }));
    expect(roomFor(universe.runtime, new Note({ key: 'a' }), undefined)).toMatchObject({ free: Infinity });
    await universe.quiet();
  });

  it('says why deliver would refuse the message whatever the room', async () => {
    const { runtime } = await Universe.of(
      actor('order', [take], {
        keyBy: () => {
          throw new Error('no key');
        },
      }),
    );
    expect(roomFor(runtime, new Note({ key: 1 as never }), undefined)).toMatchObject({
      reason: 'invalid-message',
    });
    expect(roomFor(runtime, new Note({ key: 'a' }), undefined)).toMatchObject({ reason: 'invalid-key' });
    expect(roomFor(runtime, new Other(), undefined)).toMatchObject({ reason: 'no-recipient' });
    await runtime.drain();
    expect(roomFor(runtime, new Note({ key: 'a' }), undefined)).toMatchObject({ error: { httpStatus: 503 } });
  });

  it('knows that a stopped actor takes nothing', async () => {
    const fail = handle(Note, () => {
      throw new Error('on purpose');
    });
    const universe = await Universe.of(actor('order', [fail], { supervision: { onFailure: 'stop' } }));
    universe.runtime.tell(new Note({ key: 'a' }));
    await universe.quiet();
    expect(roomFor(universe.runtime, new Note({ key: 'a' }), undefined)).toMatchObject({
      reason: 'actor-stopped',
    });
  });
});
