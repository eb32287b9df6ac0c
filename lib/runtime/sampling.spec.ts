import { actor, handle, Universe } from '../../test/universe.js';
import { measuresOf } from './runtime.js';

class Note {}
class Task {}
class Memo {}

describe('what is measured', () => {
  let universe: Universe;

  beforeEach(async () => {
    const first = [handle(Note, () => undefined), handle(Task, () => undefined)];
    universe = await Universe.of([actor('first', first), actor('second', [handle(Memo, () => undefined)])]);
  });

  /** How many waits and how many durations, by actor. */
  const recorded = (): Record<string, number[]> =>
    Object.fromEntries(
      measuresOf(universe.runtime).map(({ actor: name, waits, durations }) => [
        name,
        [waits.recorded, durations.recorded],
      ]),
    );

  const tell = async (...messages: object[]): Promise<void> => {
    for (const message of messages) universe.runtime.tell(message);
    await universe.quiet();
  };

  it('is one message of an actor in a millisecond, whatever its type', async () => {
    await tell(new Note(), new Note(), new Task(), new Task());
    await tell(new Task(), new Note(), new Note());
    expect(recorded()).toEqual({ first: [1, 1], second: [0, 0] });
  });

  it('is another one when the clock has moved on', async () => {
    for (let n = 0; n < 3; n += 1) {
      await tell(new Note(), new Note(), new Task());
      universe.clock.advance(1);
    }
    await tell(new Task(), new Note(), new Note());
    expect(recorded()).toEqual({ first: [4, 4], second: [0, 0] });
  });

  it('is one of each actor', async () => {
    await tell(new Note(), new Memo(), new Note(), new Memo());
    expect(recorded()).toEqual({ first: [1, 1], second: [1, 1] });
  });
});
