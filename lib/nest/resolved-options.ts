import type { OptionProblem } from '../runtime/option-problems.js';
import {
  DEFAULT_OPTIONS,
  fill,
  optionProblems,
  RUNTIME_OPTIONS,
  type RuntimeOptions,
} from '../runtime/options.js';
import type { MailboxOptionsInput } from './module-options.js';

/** The options of a runtime, and what was wrong with them. */
export interface ResolvedOptions {
  /** Complete; the defaults, where there are problems. */
  readonly options: RuntimeOptions;
  readonly problems: readonly OptionProblem[];
}

/** A factory may be tempted to decide this, but comes too late. */
const KNOWN = {
  ...RUNTIME_OPTIONS,
  httpErrors: () =>
    'passed to forRootAsync itself, beside useFactory: it is needed before any factory has run',
};

/**
 * Fills the defaults in. It does not throw: the providers that stand on the options can then be made, and the boot report can
 * tell these problems together with all others, before anything runs.
 *
 * @param staticProblems What was wrong already when the module was put together.
 */
export function resolveModuleOptions(
  given: MailboxOptionsInput | null | undefined,
  staticProblems: readonly OptionProblem[] = [],
): ResolvedOptions {
  const problems = optionProblems('options', given ?? {}, KNOWN, DEFAULT_OPTIONS);
  return {
    options: problems.length > 0 ? DEFAULT_OPTIONS : fill(DEFAULT_OPTIONS, given ?? undefined),
    problems: [...staticProblems, ...problems],
  };
}
