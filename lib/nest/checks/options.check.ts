import type { OptionProblem } from '../../runtime/option-problems.js';
import {
  ACTOR_OPTIONS,
  HANDLER_OPTIONS,
  optionProblems,
  type RuntimeOptions,
  SUBSCRIBER_OPTIONS,
} from '../../runtime/options.js';
import type { BootCheck, BootFinding } from '../boot-finding.js';
import type { FoundActor } from '../exploration.js';
import { isKeyed } from '../found-handlers.js';

/** Every option is known, of the right type, and contradicts no other, and no default. */
export const options: BootCheck = function* ({ actors, roots, options: defaults, optionProblems: ofModule }) {
  for (const problem of ofModule) yield finding('MailboxModule', undefined, problem);
  if (roots > 1) {
    yield {
      code: 'TWO_ROOTS',
      severity: 'error',
      className: 'MailboxModule',
      cause: `is imported ${roots} times by forRoot() or forRootAsync(), which would be as many runtimes`,
      remedy: 'Import it once, in the root module; it is global.',
    };
  }
  for (const actor of actors) {
    const { className, methods } = actor;
    for (const problem of ofActor(actor, defaults)) yield finding(className, undefined, problem);
    for (const { name, handlers } of methods) {
      const path = `${className}.${name}`;
      for (const { kind, options: given } of handlers) {
        const known = kind === 'handle' ? HANDLER_OPTIONS : SUBSCRIBER_OPTIONS;
        const problems = optionProblems(path, given, known, { retry: defaults.retry });
        for (const problem of problems) yield finding(className, name, problem);
      }
    }
  }
};

function ofActor(actor: FoundActor, { supervision }: RuntimeOptions): OptionProblem[] {
  const { className, name, options: given } = actor;
  const isObject = typeof given === 'object' && !Array.isArray(given);
  const named = isObject ? { name, ...given } : given; // the default name is judged as well
  const problems = optionProblems(className, named, ACTOR_OPTIONS, { supervision });
  if (isKeyed(actor)) return problems;
  const keyedOnly = (['idleTimeoutMs', 'maxInstances'] as const).filter(
    (option) => given[option] !== undefined,
  );
  return [
    ...problems,
    ...keyedOnly.map((option) => ({
      path: `${className}.${option}`,
      problem: 'is for actors with a key, and this one has none',
    })),
  ];
}

function finding(
  className: string,
  method: string | undefined,
  { path, problem }: OptionProblem,
): BootFinding {
  return {
    code: 'INVALID_OPTION',
    severity: 'error',
    className,
    method,
    cause: `has an option that does not work: ${path} ${problem}`,
    remedy: 'Correct it, or leave it out for the default.',
  };
}
