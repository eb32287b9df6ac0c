/** Bounds grow by a quarter from 0.01 ms up; the last bucket, which starts at five and a half hours, takes the rest. */
const FIRST_BOUND = 0.01;
const GROWTH = 1.25;
const BUCKETS = 98;

export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Durations in fixed buckets: recording costs no memory, and a percentile is at most a quarter too high. Milliseconds.
 */
export class Histogram {
  #counts: Uint32Array | undefined; // an actor that was never told anything needs no buckets
  #recorded = 0;
  #sum = 0;
  #max = 0;

  record(durationMs: number): void {
    const duration = Math.max(0, durationMs);
    this.#counts ??= new Uint32Array(BUCKETS);
    const bucket = Math.ceil(Math.log(Math.max(duration, FIRST_BOUND) / FIRST_BOUND) / Math.log(GROWTH));
    const index = Math.min(bucket, BUCKETS - 1);
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#recorded += 1;
    this.#sum += duration;
    if (duration > this.#max) this.#max = duration;
  }

  get recorded(): number {
    return this.#recorded;
  }

  /** Of all that was recorded. */
  get sum(): number {
    return this.#sum;
  }

  /** How many were at most so long; those of the bucket in which the limit lies, a quarter of it at most, are left out. */
  upTo(limitMs: number): number {
    let count = 0;
    for (let index = 0; index < BUCKETS - 1 && FIRST_BOUND * GROWTH ** index <= limitMs; index += 1)
      count += this.#counts?.[index] ?? 0;
    return count;
  }

  percentiles(): Percentiles {
    return {
      p50: this.#percentile(0.5),
      p90: this.#percentile(0.9),
      p99: this.#percentile(0.99),
      max: this.#max,
    };
  }

  #percentile(share: number): number {
    if (this.#counts === undefined) return 0;
    let left = Math.ceil(this.#recorded * share);
    for (let index = 0; index < BUCKETS; index += 1) {
      left -= this.#counts[index] as number;
      if (left > 0) continue;
      if (index === BUCKETS - 1) return this.#max;
      return index === 0 ? 0 : Math.min(FIRST_BOUND * GROWTH ** index, this.#max);
    }
    return this.#max;
  }
}
