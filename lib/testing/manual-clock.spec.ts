import { InvalidOptionsError } from '../runtime/index.js';
import { ManualClock } from './manual-clock.js';

describe('ManualClock', () => {
  it('stands still until it is moved', () => {
    const clock = new ManualClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(50);
    expect(clock.now()).toBe(1_050);
  });

  it('fires what falls due in order of time, each at its own time', () => {
    const clock = new ManualClock();
    const rings: [string, number][] = [];
    const ring = (name: string) => () => rings.push([name, clock.now()]);
    clock.setTimer(ring('late'), 300);
    clock.setTimer(ring('early'), 100);
    clock.setTimer(ring('early, set later'), 100);
    clock.setTimer(ring('not yet'), 1_001);
    clock.advance(1_000);
    expect(rings).toEqual([
      ['early', 100],
      ['early, set later', 100],
      ['late', 300],
    ]);
    expect(clock.pending).toBe(1);
  });

  it('fires what a timer sets, if that falls due on the way', () => {
    const clock = new ManualClock();
    const rings: number[] = [];
    const again = (): void => {
      rings.push(clock.now());
      clock.setTimer(again, 400);
    };
    again();
    clock.advance(1_000);
    expect(rings).toEqual([0, 400, 800]);
    expect(clock.now()).toBe(1_000);
  });

  it('fires nothing that was cancelled', () => {
    const clock = new ManualClock();
    const rings: number[] = [];
    const timers = [1, 2, 3].map((name) => clock.setTimer(() => rings.push(name), 10));
    timers[1]?.cancel();
    timers[1]?.cancel();
    clock.advance(10);
    timers[0]?.cancel();
    expect(rings).toEqual([1, 3]);
    expect(clock.pending).toBe(0);
  });

  it('takes a delay below zero as none', () => {
    const clock = new ManualClock(100);
    clock.setTimer(() => {}, -50);
    expect(clock.fireNext()).toBe(true);
    expect(clock.now()).toBe(100);
  });

  it.each([-1, Number.NaN, Infinity])('does not move by %p', (ms) => {
    expect(() => new ManualClock().advance(ms)).toThrow(InvalidOptionsError);
  });
});
