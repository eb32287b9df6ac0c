import type { CellArguments } from './cell-arguments.js';
import type { Figure, Measures } from './measure.js';
import { type Spread, spreadOf } from './statistics.js';

/** The median of a few rounds, and whether most of them are of a processor that somebody slowed. */
export interface Median extends Spread {
  readonly isHindered: boolean;
}

/** What was measured, round for round. */
export class Results {
  readonly #rounds = new Map<string, Figure[]>();
  readonly #failures = new Map<string, string>();

  /** How many figures there are. */
  get figures(): number {
    return this.#all.length;
  }

  /** How many of them are of a processor that somebody slowed. */
  get hindered(): number {
    return this.#all.filter(({ isHindered }) => isHindered).length;
  }

  get #all(): readonly Figure[] {
    return [...this.#rounds.values()].flat();
  }

  record(cell: CellArguments, measures: Measures, isHindered: boolean): void {
    const rounds = this.#rounds.get(idOf(cell)) ?? [];
    rounds.push({ measures, isHindered });
    this.#rounds.set(idOf(cell), rounds);
  }

  fail(cell: CellArguments, why: string): void {
    this.#failures.set(idOf(cell), why);
  }

  /** What went wrong, a line for each cell that shows no figure because of it. */
  get failures(): readonly string[] {
    return [...this.#failures].map(([id, why]) => `${id}: ${why}`);
  }

  hasFailed(cell: CellArguments): boolean {
    return this.#failures.has(idOf(cell));
  }

  /** The median of the rounds; nothing, if one of them failed or none was played. */
  find(cell: CellArguments, measure: string): Median | undefined {
    const values = this.#values(cell, measure);
    return values && { ...spreadOf(values), isHindered: this.#isHindered(cell) };
  }

  /** The median alone. */
  median(cell: CellArguments, measure: string): number | undefined {
    return this.find(cell, measure)?.median;
  }

  /**
   * The median of the rounds' own quotients, which is not that of two medians: what runs within the same slow minute is slow
   * together.
   */
  ratio(
    dividend: CellArguments,
    divisor: CellArguments,
    measure: string,
    ofDivisor = measure,
  ): number | undefined {
    const above = this.#values(dividend, measure);
    const below = this.#values(divisor, ofDivisor);
    return above && below && spreadOf(above.map((value, round) => value / (below[round] as number))).median;
  }

  #values(cell: CellArguments, measure: string): readonly number[] | undefined {
    const values = (this.#rounds.get(idOf(cell)) ?? []).map(({ measures }) => measures[measure]);
    if (values.length === 0 || this.hasFailed(cell) || values.includes(undefined)) return undefined;
    return values as number[];
  }

  #isHindered(cell: CellArguments): boolean {
    const rounds = this.#rounds.get(idOf(cell)) ?? [];
    return rounds.filter(({ isHindered }) => isHindered).length > rounds.length / 2;
  }

  has(cell: CellArguments): boolean {
    return this.#rounds.has(idOf(cell));
  }
}

export function idOf(cell: CellArguments): string {
  return cell.join(' · ');
}
