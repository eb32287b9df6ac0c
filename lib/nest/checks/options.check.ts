import { ACTOR_OPTIONS, checkOptions, HANDLER_OPTIONS, SUBSCRIBER_OPTIONS } from '../../runtime/options.js';
import type { BootCheck, BootFinding } from '../boot-finding.js';
import { contradictions } from '../contradictions.js';
import type { FoundActor, OptionProblem } from '../exploration.js';
import { optionProblems } from '../resolved-options.js';

/** Every option is known, of the right type, and contradicts no other. */
export const options: BootCheck = function* ({ actors, roots, optionProblems: ofModule }) {
  for (const problem of ofModule) yield finding('MailboxModule', undefined, problem);
  if (roots > 1) {
    yield {
      code: 'TWO_ROOTS',
      severity: 'error',
      className: 'MailboxModule',
      cause: `.forRoot() or .forRootAsync() is imported ${roots} times, which would be as many runtimes`,
      remedy: 'Import it once, in the root module; it is global.',
    };
  }
  for (const actor of actors) {
    for (const problem of ofActor(actor)) yield finding(actor.type.name, undefined, problem);
    for (const { name, handlers } of actor.methods) {
      for (const { kind, options } of handlers) {
        const path = `${actor.type.name}.${name}`;
        const known = kind === 'handle' ? HANDLER_OPTIONS : SUBSCRIBER_OPTIONS;
        for (const problem of problemsOf(path, options, known)) yield finding(actor.type.name, name, problem);
      }
    }
  }
};

function ofActor({ type, name, options, methods }: FoundActor): OptionProblem[] {
  const isKeyed = [
    options,
    ...methods.flatMap(({ handlers }) => handlers.map((handler) => handler.options)),
  ].some(({ keyBy }) => keyBy !== undefined);
  const problems = problemsOf(type.name, { name, ...options }, ACTOR_OPTIONS);
  if (isKeyed) return problems;
  const keyedOnly = (['idleTimeoutMs', 'maxInstances'] as const).filter(
    (option) => options[option] !== undefined,
  );
  return [
    ...problems,
    ...keyedOnly.map((option) => ({
      path: `${type.name}.${option}`,
      problem: 'is for actors with a key, and this one has none',
    })),
  ];
}

function problemsOf(
  path: string,
  given: unknown,
  group: Parameters<typeof checkOptions>[2],
): OptionProblem[] {
  const problems = optionProblems(given, (part) => checkOptions(path, part, group));
  return problems.length > 0 ? problems : contradictions(path, given);
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
