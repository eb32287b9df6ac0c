import { jest } from '@jest/globals';
import { systemClock } from './clock.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('systemClock', () => {
  beforeEach(() => jest.useFakeTimers({ now: 1_000 }));
  afterEach(() => jest.useRealTimers());

  it('is driven by the fake timers of a test runner', () => {
    const rings: number[] = [];
    systemClock.setTimer(() => rings.push(systemClock.now()), 500, 'work');
    jest.advanceTimersByTime(499);
    expect(rings).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(rings).toEqual([1_500]);
  });

  it('cancels', () => {
    const rings: number[] = [];
    systemClock.setTimer(() => rings.push(1), 500, 'work').cancel();
    jest.advanceTimersByTime(1_000);
    expect(rings).toEqual([]);
  });

  it('waits longer than Node can, and can still be cancelled then', () => {
    const rings: string[] = [];
    systemClock.setTimer(() => rings.push('after 60 days'), 60 * DAY_MS, 'work');
    const never = systemClock.setTimer(() => rings.push('never'), 50 * DAY_MS, 'work');
    systemClock.setTimer(() => rings.push('at the end of time'), Infinity, 'work');
    jest.advanceTimersByTime(40 * DAY_MS);
    never.cancel();
    jest.advanceTimersByTime(20 * DAY_MS - 1);
    expect(rings).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(rings).toEqual(['after 60 days']);
    jest.advanceTimersByTime(60 * DAY_MS);
    expect(rings).toEqual(['after 60 days']);
  });
});

describe('systemClock in real time', () => {
  it('keeps the process alive for work, and not for upkeep', () => {
    const timers: NodeJS.Timeout[] = [];
    const real = globalThis.setTimeout;
    const spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((
      callback: () => void,
      ms: number,
    ) => {
      const timer = real(callback, ms);
      timers.push(timer);
      return timer;
    }) as typeof setTimeout);
    const set = [
      systemClock.setTimer(() => undefined, 1_000, 'work'),
      systemClock.setTimer(() => undefined, 1_000, 'upkeep'),
    ];
    spy.mockRestore();
    expect(timers.map((timer) => timer.hasRef())).toEqual([true, false]);
    for (const timer of set) timer.cancel();
  });
});
