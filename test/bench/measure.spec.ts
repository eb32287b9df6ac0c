import { jest } from '@jest/globals';
import { performance } from 'node:perf_hooks';

import { measure, tryOut } from '../../bench/src/measure.js';
import { Tally } from '../../bench/src/tally.js';
import type { Scene } from '../../bench/src/workload.js';

const RING = { size: 3_000 };

/** A scene whose plays end with such an account. */
const scene = (account: Partial<Tally>, rest: Partial<Scene> = {}): Scene => ({
  play: async (size) => Object.assign(new Tally(), { told: size, handled: size }, account),
  ...rest,
});

describe('a figure of the bench', () => {
  it('is had when as much was handled as was told, in its order, one at a time', async () => {
    expect(await tryOut(RING, scene({}))).toEqual({
      measures: { ns: expect.any(Number), size: 3 },
      isHindered: false,
    });
  });

  it('is none when a message is missing, or was handled twice', async () => {
    await expect(tryOut(RING, scene({ handled: 2 }))).rejects.toThrow('told 3, handled 2');
    await expect(tryOut(RING, scene({ handled: 4 }))).rejects.toThrow('told 3, handled 4');
  });

  it('is none when messages were handled out of turn', async () => {
    await expect(tryOut(RING, scene({ isDisordered: true }))).rejects.toThrow('out of turn');
  });

  it('is none when two messages of one actor were handled at once, unless that is what the contestant does', async () => {
    await expect(tryOut(RING, scene({ overlaps: true }))).rejects.toThrow('at once');
    await expect(tryOut(RING, scene({ overlaps: true }, { mayOverlap: true }))).resolves.toMatchObject({
      measures: { size: 3 },
    });
  });

  it('is none when the contestant’s own books disagree', async () => {
    const verify = (): void => {
      throw new Error('told 3, but the runtime has handled 2');
    };
    await expect(tryOut(RING, scene({}, { verify }))).rejects.toThrow('the runtime has handled 2');
  });
});

describe('a play that somebody slowed', () => {
  /** One play tries the size, and two warm up. */
  const BEFORE = [700, 6_000, 50];
  const START = 6_750;

  /** Milliseconds by the clock that plays are timed with. */
  let now: number;
  /** How long each play takes. */
  let durations: number[];
  /** When somebody slows the processor, from the time on at which it matters. */
  let slow: readonly (readonly [from: number, to: number])[];

  const timed: Scene = {
    play: async (size) => {
      const ms = durations.shift();
      if (ms === undefined) throw new Error('it is played too often');
      now += ms;
      return Object.assign(new Tally(), { told: size, handled: size });
    },
  };

  /** A look takes its time as well. */
  const isClear = (): boolean => {
    now += 5;
    return slow.every(([from, to]) => now < START + from || now >= START + to);
  };

  const perMessage = (ms: number, size: number): number => (ms * 1e6) / size;

  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('does not count: only those do between two looks that find the processor clear', async () => {
    durations = [...BEFORE, 900, 400];
    slow = [
      [0, 15],
      [500, 1_000],
    ];
    const { measures, isHindered } = await measure({ size: 1_000 }, timed, isClear);
    expect(measures).toEqual({ ns: perMessage(400, 10), size: 10 });
    expect(isHindered).toBe(false);
  });

  it('counts when there is no other in six seconds, and the figure says so', async () => {
    durations = [...BEFORE, 800, 1_000];
    slow = [[200, 99_999]];
    const { measures, isHindered } = await measure({ size: 1_000 }, timed, isClear);
    expect(measures).toEqual({ ns: perMessage(850, 10), size: 10 }); // of 800 and 1,000 the lower quartile
    expect(isHindered).toBe(true);
    expect(now - START).toBe(6_000 + 1_000 + 5);
  });

  it('is short: what took more than 50 ms in the end is played in a tenth of its size, but never in less than one', async () => {
    durations = [700, 6_000, 51, 400];
    slow = [];
    expect(await measure({ size: 1_000 }, timed, isClear)).toMatchObject({ measures: { size: 1 } });
    durations = [700, 6_000, 6_000, 400];
    expect(await measure({ size: 1_000 }, timed, isClear)).toMatchObject({ measures: { size: 1 } });
  });

  it('begins when the event loop has come round, so that what a look has left is collected', async () => {
    let turns = 0;
    let isCounting = true;
    const count = (): void => {
      turns += 1;
      if (isCounting) setImmediate(count);
    };
    durations = [...BEFORE, 400];
    slow = [];
    const looked = (): boolean => {
      turns = 0;
      return isClear();
    };
    const turnsBefore: number[] = [];
    const counted: Scene = { play: (size) => (turnsBefore.push(turns), timed.play(size)) };
    setImmediate(count);
    await measure({ size: 1_000 }, counted, looked);
    isCounting = false;
    expect(turnsBefore.at(-1)).toBe(2);
  });

  it('is one that began too early, even if it ends when the processor is clear', async () => {
    durations = [...BEFORE, 400];
    slow = [[0, 6_001]];
    expect(await measure({ size: 1_000 }, timed, isClear)).toMatchObject({ isHindered: true });
  });
});
