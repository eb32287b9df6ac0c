function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const low = Math.floor(position);
  const [a = Number.NaN, b = a] = [sorted[low], sorted[low + 1]];
  return a + (b - a) * (position - low);
}

/** The middle of a few measurements, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  /** Interquartile range. */
  readonly iqr: number;
  readonly isNoisy: boolean;
}

/** Beyond this share of the median the middle half of the rounds disagrees too much to be trusted. */
const NOISY = 0.1;

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const iqr = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  return { median, iqr, isNoisy: iqr > NOISY * median };
}

export function percentile(values: readonly number[], percent: number): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    percent / 100,
  );
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
