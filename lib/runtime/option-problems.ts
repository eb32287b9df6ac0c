/** One option that is unknown, of the wrong type, or contradicts another. */
export interface OptionProblem {
  /** Where it stands: `options.mailbox.capacity`. */
  readonly path: string;
  /** Half a sentence whose subject is the path. */
  readonly problem: string;
}

/** What is expected of a value, in words; undefined when the value is that. */
export type OptionRule = (value: unknown) => string | undefined;

/** The shape of a group of options: a rule for a leaf, a group for a nested object. */
export interface OptionGroup {
  readonly [name: string]: OptionRule | OptionGroup;
}

/** Holds what a user wrote against what is known: everything that is wrong with it, at any depth. */
export function findOptionProblems(path: string, given: unknown, group: OptionGroup): OptionProblem[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return [{ path, problem: 'must be an object' }];
  }
  return Object.entries(given).flatMap(([name, value]) => {
    const rule = Object.hasOwn(group, name) ? group[name] : undefined;
    return problemsOf(`${path}.${name}`, value, rule, group);
  });
}

function problemsOf(
  path: string,
  value: unknown,
  rule: OptionRule | OptionGroup | undefined,
  group: OptionGroup,
): OptionProblem[] {
  if (rule === undefined) {
    return [{ path, problem: `is unknown; known here: ${Object.keys(group).join(', ')}` }];
  }
  if (value === undefined) return [];
  if (typeof rule !== 'function') return findOptionProblems(path, value, rule);
  const expected = rule(value);
  return expected === undefined ? [] : [{ path, problem: `must be ${expected}` }];
}

/** What makes no sense together in a group whose defaults are filled in: a longest pause below the first one. */
export function findContradictions(path: string, options: object): OptionProblem[] {
  const { backoffMs, maxBackoffMs } = options as { backoffMs?: number; maxBackoffMs?: number };
  if (backoffMs === undefined || maxBackoffMs === undefined || maxBackoffMs >= backoffMs) return [];
  return [
    {
      path: `${path}.maxBackoffMs`,
      problem: `(${maxBackoffMs}) is below ${path}.backoffMs (${backoffMs})`,
    },
  ];
}
