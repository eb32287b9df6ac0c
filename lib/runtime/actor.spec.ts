import { actor, handle, ManualClock, Universe } from '../../test/universe.js';
import type { ActorCell } from './actor-cell.js';
import { Scheduler } from './scheduler.js';

class Note {}

describe('Actor', () => {
  it('has the clock looked at after one message a millisecond: whether its handler is slow is not known before', async () => {
    const events: string[] = [];
    class Turns extends Scheduler<ActorCell> {
      override lookNext(): void {
        events.push('look next');
        super.lookNext();
      }
    }
    const clock = new ManualClock();
    const universe = await Universe.of(
      actor('scribe', [handle(Note, () => void events.push('handled'))]),
      {},
      { turns: new Turns(clock) },
    );
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 2; n += 1) universe.runtime.tell(new Note());
      await universe.quiet();
      clock.advance(1);
      await universe.quiet();
    }
    expect(events).toEqual(['look next', 'handled', 'handled', 'look next', 'handled', 'handled']);
  });
});
