import { InvalidOptionsError } from '../runtime/errors.js';
import { DEFAULT_OPTIONS, type RuntimeOptions, resolveOptions } from '../runtime/options.js';
import { contradictions } from './contradictions.js';
import type { OptionProblem } from './exploration.js';
import type { MailboxOptionsInput } from './module-options.js';

/** The options of a runtime, and what was wrong with them. */
export interface ResolvedOptions {
  /** Complete; the defaults, where there are problems. */
  readonly options: RuntimeOptions;
  readonly problems: readonly OptionProblem[];
}

/**
 * Fills the defaults in. It does not throw: the providers that stand on the options can then be made, and the boot report can
 * tell these problems together with all others, before anything runs.
 */
export function resolveModuleOptions(given: MailboxOptionsInput | null | undefined): ResolvedOptions {
  try {
    const options = resolveOptions(given ?? {});
    return { options, problems: contradictions('options', options) };
  } catch {
    return {
      options: DEFAULT_OPTIONS,
      problems: optionProblems(given, (part) => resolveOptions(part as object)),
    };
  }
}

/** Checks options one by one, so that each bad one is told, not just the first. */
export function optionProblems(given: unknown, check: (part: unknown) => void): OptionProblem[] {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  const parts: unknown[] = isObject
    ? Object.entries(given).map(([name, value]) => ({ [name]: value }))
    : [given];
  return parts.flatMap((part) => {
    try {
      check(part);
      return [];
    } catch (error) {
      if (!(error instanceof InvalidOptionsError)) throw error;
      return [{ path: error.path, problem: error.message.slice(error.path.length + 1) }];
    }
  });
}
