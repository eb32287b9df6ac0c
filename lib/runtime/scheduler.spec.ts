import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import { jest } from '@jest/globals';
import { actor, handle, ManualClock, turnOfTheLoop, Universe } from '../../test/universe.js';
import { type Runnable, Scheduler } from './scheduler.js';

class Job implements Runnable<Job> {
  nextReady: Job | undefined;

  constructor(
    readonly name: string,
    readonly run: () => void,
  ) {}
}

describe('Scheduler', () => {
  let clock: ManualClock;
  let scheduler: Scheduler<Job>;
  let ran: string[];
  /** What the real clock shows: it goes on only where a test says so. */
  let now: number;
  const job = (name: string, work: () => void = () => undefined): Job =>
    new Job(name, () => {
      ran.push(name);
      work();
    });

  const resume = (name: string, work?: () => void): void => {
    const resumed = job(name, work);
    if (scheduler.resume(resumed)) resumed.run();
  };

  beforeEach(() => {
    clock = new ManualClock(1_000);
    scheduler = new Scheduler(clock);
    ran = [];
    now = 500;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(() => jest.restoreAllMocks());

  it('gathers until it is started, then runs in the order of becoming ready, never inside the call', async () => {
    for (const name of ['a', 'b', 'c']) scheduler.ready(job(name));
    await turnOfTheLoop();
    expect([ran, scheduler.isIdle, Array.from(scheduler.waiting, ({ name }) => name)]).toEqual([
      [],
      false,
      ['a', 'b', 'c'],
    ]);
    scheduler.start();
    expect(ran).toEqual([]);
    await turnOfTheLoop();
    expect([ran, scheduler.isIdle]).toEqual([['a', 'b', 'c'], true]);
  });

  it('runs when whoever made a cell ready has had its turn, promises and all', async () => {
    scheduler.start();
    scheduler.ready(job('a'));
    for (let n = 0; n < 10; n += 1) await Promise.resolve();
    expect(ran).toEqual([]);
    await turnOfTheLoop();
    expect(ran).toEqual(['a']);
  });

  it('has what is gathered wait for the next immediates, also while cells run', async () => {
    scheduler.start();
    scheduler.ready(job('a'));
    await turnOfTheLoop(); // cells have run in this turn of the loop, and may go on
    scheduler.gather(job('outside'));
    for (let n = 0; n < 10; n += 1) await Promise.resolve();
    expect(ran).toEqual(['a']);
    scheduler.ready(job('inside'));
    await Promise.resolve();
    expect(ran).toEqual(['a', 'outside', 'inside']);
  });

  it('runs what becomes ready meanwhile in the same turn', async () => {
    scheduler.start();
    scheduler.ready(job('a', () => scheduler.ready(job('b', () => scheduler.ready(job('c'))))));
    await turnOfTheLoop();
    expect(ran).toEqual(['a', 'b', 'c']);
  });

  it('gives the event loop a turn when a slice of time is over, and goes on after it', async () => {
    scheduler.start();
    const events: string[] = [];
    setImmediate(() => events.push('turn'));
    for (const name of ['a', 'b', 'c']) {
      scheduler.ready(
        job(name, () => {
          now += 2;
          scheduler.spend();
          events.push(name);
          setImmediate(() => events.push(`turn after ${name}`));
        }),
      );
    }
    while (ran.length < 3) await turnOfTheLoop();
    await turnOfTheLoop();
    expect(events.indexOf('turn')).toBeLessThan(events.indexOf('b'));
    expect(events.indexOf('turn after a')).toBeLessThan(events.indexOf('c'));
  });

  it('spends one slice in a turn, also on what is resumed by promises', async () => {
    scheduler.start();
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    for (let n = 0; n < 20; n += 1) {
      await Promise.resolve();
      resume(`${n}`, () => {
        now += 1;
        scheduler.spend();
      });
    }
    while (ran.length < 20) await turnOfTheLoop();
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('resumes at once while the slice lasts, and in its order when cells do not run yet', async () => {
    resume('too early');
    expect(ran).toEqual([]);
    scheduler.start();
    await turnOfTheLoop();
    resume('at once');
    expect(ran).toEqual(['too early', 'at once']);
  });

  it('has a message left for what goes on at once during a turn, and none between turns', async () => {
    scheduler.start();
    const left: boolean[] = [scheduler.spendAtOnce(100)];
    scheduler.ready(job('a', () => left.push(scheduler.spendAtOnce(100))));
    while (!scheduler.isIdle) await turnOfTheLoop();
    await turnOfTheLoop();
    await turnOfTheLoop();
    left.push(scheduler.spendAtOnce(100));
    expect(left).toEqual([false, true, false]);
  });

  describe('ends a turn early', () => {
    /** What goes on at once after so long in a turn, with so many messages waiting; then whether anybody else goes on in it. */
    const after = async (ms: number, waiting: number, others: readonly Job[] = []): Promise<boolean[]> => {
      const goesOn: boolean[] = [];
      scheduler.start();
      scheduler.ready(
        job('a', () => {
          for (const other of others) scheduler.ready(other);
          now += ms;
          scheduler.spend();
          goesOn.push(scheduler.spendAtOnce(waiting), scheduler.spend());
        }),
      );
      while (ran.length === 0) await turnOfTheLoop();
      return goesOn;
    };

    it('in its second half, where few messages wait', async () => {
      expect(await after(0.5, 63)).toEqual([false, false]);
    });

    it('but not in its first half', async () => {
      expect(await after(0.4, 0)).toEqual([true, true]);
    });

    it('nor where many wait', async () => {
      expect(await after(0.5, 64)).toEqual([true, true]);
    });

    it('nor where another cell waits for its turn in it', async () => {
      expect(await after(0.5, 0, [job('b')])).toEqual([true, true]);
    });

    it('and goes on in the next one', async () => {
      await after(0.5, 0);
      scheduler.ready(job('b'));
      await turnOfTheLoop();
      await turnOfTheLoop();
      expect(ran).toEqual(['a', 'b']);
    });
  });

  it('reads its clock once a turn, from its own beginning', async () => {
    expect([scheduler.now, scheduler.toEpoch(5)]).toEqual([0, 1_005]);
    clock.advance(100);
    expect(scheduler.now).toBe(0);
    await turnOfTheLoop();
    expect(scheduler.now).toBe(100);
  });

  it("runs everything outside of anybody's AsyncLocalStorage", async () => {
    const storage = new AsyncLocalStorage<string>();
    const stores: unknown[] = [];
    const look = (): void => void stores.push(storage.getStore());
    storage.run('caller', () => {
      scheduler.start();
      scheduler.ready(
        job('a', () => {
          look();
          now += 2;
          scheduler.spend();
        }),
      );
      scheduler.ready(job('b', look));
    });
    while (ran.length < 2) await turnOfTheLoop();
    expect(stores).toEqual([undefined, undefined]);
  });
});

describe('fairness', () => {
  class Note {
    constructor(readonly n = 0) {}
  }
  class Other {}

  /** Keeps the processor busy, as a handler's synchronous part does. */
  function burn(ms: number): void {
    const until = performance.now() + ms;
    while (performance.now() < until);
  }

  it('an actor hands over to the next one, and to timers, after a slice of time', async () => {
    const seen: string[] = [];
    const universe = await Universe.of([
      actor('slow', [
        handle(Note, () => {
          burn(2);
          seen.push('slow');
        }),
      ]),
      actor('other', [handle(Other, () => void seen.push('other'))]),
    ]);
    for (let n = 0; n < 10; n += 1) universe.runtime.tell(new Note(n));
    universe.runtime.tell(new Other());
    setTimeout(() => seen.push('timer'), 0);
    await universe.quiet();
    expect(seen.indexOf('other')).toBeLessThanOrEqual(2);
    expect(seen.indexOf('timer')).toBeLessThanOrEqual(4);
  });

  it('an actor that tells itself for ever starves nobody', async () => {
    let rounds = 0;
    let isOver = false;
    const universe = await Universe.of([
      actor('loop', [
        handle(Note, (note, context) => {
          rounds += 1;
          if (!isOver) context.tell(note);
        }),
      ]),
      actor('other', [handle(Other, () => undefined)]),
    ]);
    universe.runtime.tell(new Note());
    for (let n = 0; n < 10; n += 1) {
      universe.runtime.tell(new Other());
      await turnOfTheLoop();
    }
    const handled = (): number => universe.runtime.snapshot().actors['other']?.handled ?? 0;
    // A busy machine takes slices away, and a slice that is over takes two turns: so many of them may be needed, but not for ever.
    for (let turns = 0; (handled() < 10 || rounds <= 10) && turns < 1_000; turns += 1) await turnOfTheLoop();
    isOver = true; // before anything fails: the loop would go on for ever
    expect(handled()).toBe(10);
    expect(rounds).toBeGreaterThan(10);
    await universe.quiet();
  });
});
