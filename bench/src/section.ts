import type { CellArguments } from './cell-arguments.js';
import type { Results } from './results.js';

/** What one row had to reach. */
export interface Target {
  readonly what: string;
  readonly needed: string;
  /** Undefined if it was not measured. */
  readonly measured: string | undefined;
  /** What was reached of it: from 1 on it is met. */
  readonly share: number | undefined;
}

/** A part of the report: what it measures, each in a process of its own, and how it is shown. */
export interface Section {
  readonly name: string;
  readonly cells: readonly CellArguments[];
  /** Whether one processor is all that a cell needs; without it, none is held on one. */
  isHeld?(cell: CellArguments): boolean;
  render(results: Results): string;
  targets(results: Results): readonly Target[];
}

/** A target that a figure has to reach from below. */
export function atLeast(what: string, needed: number, measured: number | undefined, unit = '×'): Target {
  return {
    what,
    needed: `at least ${needed} ${unit}`,
    measured: measured === undefined ? undefined : `${rounded(measured)} ${unit}`,
    share: measured === undefined ? undefined : measured / needed,
  };
}

/** A target that a figure must not go beyond. */
export function atMost(what: string, needed: number, measured: number | undefined, unit: string): Target {
  return {
    what,
    needed: `at most ${needed.toLocaleString('en')} ${unit}`,
    measured: measured === undefined ? undefined : `${rounded(measured)} ${unit}`,
    share: measured === undefined ? undefined : needed / measured,
  };
}

/** Three figures that mean something: 0.83, 12.4, 1,830. */
export function rounded(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', {
    maximumFractionDigits: Math.min(digits, 2),
    maximumSignificantDigits: 3,
  });
}

/** The quotient of what may be missing. */
export function ratio(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}
