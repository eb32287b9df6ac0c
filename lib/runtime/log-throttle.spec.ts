import { actor, handle, ManualClock, Universe } from '../../test/universe.js';
import { LogThrottle } from './log-throttle.js';

describe('LogThrottle', () => {
  it('pauses after a burst, then says how many lines were hidden, and begins anew', () => {
    const clock = new ManualClock();
    const lines: string[] = [];
    const throttle = new LogThrottle(clock, (count) => lines.push(`${count} hidden`));
    for (let n = 1; n <= 12; n += 1) throttle.write(() => lines.push(`line ${n}`));
    expect(lines).toHaveLength(10);
    clock.advance(9_999);
    expect(lines).toHaveLength(10);
    clock.advance(1);
    expect(lines.slice(9)).toEqual(['line 10', '2 hidden']);
    throttle.write(() => lines.push('again'));
    expect(lines.at(-1)).toBe('again');
  });

  it('says nothing when it hid nothing, and leaves no timer', () => {
    const clock = new ManualClock();
    const hidden: number[] = [];
    const throttle = new LogThrottle(clock, (count) => hidden.push(count));
    throttle.write(() => undefined);
    throttle.flush();
    expect([hidden, clock.pending]).toEqual([[], 0]);
  });
});

describe('the log of dead letters', () => {
  class Note {}
  class Odd {}

  const flood = async (handler: () => unknown): Promise<Universe> => {
    const universe = await Universe.of(actor('scribe', [handle(Note, handler)]));
    for (let n = 0; n < 1_000; n += 1) universe.runtime.tell(new Note());
    await universe.quiet();
    expect(universe.logger.lines).toHaveLength(10);
    await universe.advance(10_000);
    expect(universe.logger.texts().at(-1)).toBe(
      '990 more dead letters were not logged, see runtime.deadLetters',
    );
    return universe;
  };

  it('pauses after a burst of failures, and then says how many were hidden', async () => {
    await flood(() => {
      throw new Error('no');
    });
  });

  it('pauses after a burst of returned values as well, each an error that names class, method and kind', async () => {
    const universe = await flood(function answer() {
      return 42;
    });
    const [line] = universe.logger.lines;
    expect(line).toMatchObject({
      level: 'error',
      facts: { reason: 'returned-value', type: 'Note', id: 'm-1' },
    });
    expect(line?.text).toContain('ScribeActor.answer');
    expect(line?.text).toContain('(number)');
  });

  it('says at the end of the runtime what is still hidden', async () => {
    const universe = await Universe.of([]);
    for (let n = 0; n < 13; n += 1) universe.runtime.tell(new Odd());
    await universe.runtime.drain();
    expect(universe.logger.texts().slice(10)).toEqual([
      '3 more dead letters were not logged, see runtime.deadLetters',
      'drained in 0 ms: 0 handled, 0 dead letters',
    ]);
    expect(universe.clock.pending).toBe(0);
  });
});
