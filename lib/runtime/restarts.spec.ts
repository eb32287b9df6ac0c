import { Restarts } from './restarts.js';

const supervision = {
  onFailure: 'restart',
  maxRestarts: 4,
  withinMs: 1_000,
  backoffMs: 100,
  maxBackoffMs: 300,
} as const;

const whole = (): number => 1; // the longest that jitter leaves

describe('Restarts', () => {
  it('pauses longer each time, up to a cap, and ends at the limit', () => {
    const restarts = new Restarts();
    const pauses = [0, 1, 2, 3, 4].map((now) => restarts.next(now, supervision, whole));
    expect(pauses).toEqual([100, 200, 300, 300, undefined]);
  });

  it('shortens a pause at random, down to its half', () => {
    expect(new Restarts().next(0, supervision, () => 0)).toBe(50);
    expect(new Restarts().next(0, supervision, () => 0.5)).toBe(75);
  });

  it('forgets what lies further back than the window, and begins anew after a quiet time', () => {
    const restarts = new Restarts();
    for (const now of [0, 10, 20, 30]) restarts.next(now, supervision, whole);
    expect(restarts.next(999, supervision, whole)).toBeUndefined();
    expect(restarts.next(1_000, supervision, whole)).toBe(300); // the first is forgotten, three are not
    expect(restarts.next(5_000, supervision, whole)).toBe(100);
  });

  it('with the limit 0 allows none', () => {
    expect(new Restarts().next(0, { ...supervision, maxRestarts: 0 }, whole)).toBeUndefined();
  });
});
