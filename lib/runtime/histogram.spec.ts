import { Histogram } from './histogram.js';

describe('Histogram', () => {
  it('of nothing is 0', () => {
    expect(new Histogram().percentiles()).toEqual({ p50: 0, p90: 0, p99: 0, max: 0 });
  });

  it('is at most a quarter too high, and never higher than the highest', () => {
    const histogram = new Histogram();
    for (let ms = 1; ms <= 1_000; ms += 1) histogram.record(ms);
    const { p50, p90, p99, max } = histogram.percentiles();
    for (const [percentile, exact] of [
      [p50, 500],
      [p90, 900],
      [p99, 990],
    ] as const) {
      expect(percentile).toBeGreaterThanOrEqual(exact);
      expect(percentile).toBeLessThanOrEqual(exact * 1.25);
      expect(percentile).toBeLessThanOrEqual(max);
    }
    expect(max).toBe(1_000);
  });

  it('takes nothing, what a clock set back makes of time, and a day', () => {
    const histogram = new Histogram();
    for (const ms of [0, -5, 24 * 60 * 60 * 1_000]) histogram.record(ms);
    expect(histogram.percentiles()).toMatchObject({ p50: 0, max: 86_400_000 });
    expect(histogram.percentiles().p99).toBeGreaterThan(8 * 60 * 60 * 1_000);
  });

  it('counts what was at most so long, and not those about which it cannot tell', () => {
    const histogram = new Histogram();
    for (const ms of [0, 1, 10, 10.01, 100, 24 * 60 * 60 * 1_000]) histogram.record(ms);
    expect(histogram.upTo(0.001)).toBe(0);
    expect(histogram.upTo(0.01)).toBe(1);
    expect(histogram.upTo(5)).toBe(2);
    expect(histogram.upTo(13)).toBe(4);
    expect(histogram.upTo(Infinity)).toBe(5);
    expect([histogram.recorded, histogram.sum]).toEqual([6, 86_400_121.01]);
    expect(new Histogram().upTo(1)).toBe(0);
  });
});
