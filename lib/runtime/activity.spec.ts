import { jest } from '@jest/globals';
import { map, Subject } from 'rxjs';
import { actor, handle, RecordingLogger, Universe } from '../../test/universe.js';
import { Reporter } from './reporter.js';
import { GuardedStream } from './guarded-stream.js';

class Note {}

const fail = (): never => {
  throw new Error('no');
};

/** Lets RxJS do what it would: throw, from a timer, what a subscriber threw; Jest fails for it. */
const letTimersFire = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('the activity of a runtime', () => {
  it('goes on for everybody when a subscriber throws, which is logged', async () => {
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
    const seen: string[] = [];
    universe.runtime.activity.subscribe(fail);
    universe.runtime.activity.subscribe({ next: fail, complete: fail });
    universe.runtime.activity.pipe(map(({ type }) => type)).subscribe(fail);
    universe.runtime.activity.pipe(map(fail)).subscribe();
    universe.runtime.deadLetters.stream.subscribe(fail);
    universe.runtime.activity.subscribe(({ type }) => seen.push(type));
    universe.runtime.tell(new Note());
    universe.runtime.tell({});
    await universe.quiet();
    await universe.runtime.drain();
    await letTimersFire();
    expect(seen).toEqual(['accepted', 'refused', 'dead-lettered', 'handled', 'passivated', 'drained']);
    expect(universe.totals).toMatchObject({ told: 2, handled: 1, refused: 1 });
    expect(universe.logger.texts('error')).toContain('a subscriber of runtime.activity threw: no');
    expect(universe.logger.texts('error')).toContain('a subscriber of runtime.deadLetters.stream threw: no');
  });

  it('leaves alone what an observer handles itself, or forwards to a subject', async () => {
    const errors: unknown[] = [];
    const logger = new RecordingLogger();
    const source = new Subject<number>();
    const stream = new GuardedStream<number>(source, 'test', logger);
    const forwarded: number[] = [];
    const target = new Subject<number>();
    target.subscribe((n) => forwarded.push(n));
    stream.subscribe(target);
    stream.pipe(map(fail)).subscribe({ error: (error: Error) => errors.push(error.message) });
    source.next(1);
    source.complete();
    expect(errors).toEqual(['no']);
    expect(forwarded).toEqual([1]);
    expect(target.isStopped).toBe(true);
    expect(logger.lines).toEqual([]);
  });

  it('is not put together while nobody listens', async () => {
    const envelopes = jest.spyOn(Reporter.prototype, 'envelopeOf');
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
    const handleOne = async (): Promise<number> => {
      envelopes.mockClear();
      universe.runtime.tell(new Note());
      await universe.quiet();
      return envelopes.mock.calls.length;
    };
    expect(await handleOne()).toBe(0);
    const subscription = universe.runtime.activity.subscribe();
    expect(await handleOne()).toBe(2); // accepted, handled
    subscription.unsubscribe();
    expect(await handleOne()).toBe(0);
    envelopes.mockRestore();
  });
});
