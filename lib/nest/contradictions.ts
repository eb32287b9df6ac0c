import type { OptionProblem } from './exploration.js';

/** Options that are fine alone and make no sense together, at any depth: a longest pause below the first one. */
export function contradictions(path: string, given: unknown): OptionProblem[] {
  if (typeof given !== 'object' || given === null) return [];
  const { backoffMs, maxBackoffMs } = given as { backoffMs?: unknown; maxBackoffMs?: unknown };
  const isUpsideDown =
    typeof backoffMs === 'number' && typeof maxBackoffMs === 'number' && maxBackoffMs < backoffMs;
  return [
    ...(isUpsideDown
      ? [
          {
            path: `${path}.maxBackoffMs`,
            problem: `(${maxBackoffMs}) is below ${path}.backoffMs (${backoffMs})`,
          },
        ]
      : []),
    ...Object.entries(given).flatMap(([name, value]) => contradictions(`${path}.${name}`, value)),
  ];
}
