import type { TSESLint } from '@typescript-eslint/utils';
import { isSameOrigin, type Origin, type Path } from './origin.js';

/** What was sent and what is changed, as seen from where their ways meet: a variable, or else a field. */
export interface Common {
  readonly variable?: TSESLint.Scope.Variable;
  readonly sent: Path;
  readonly changed: Path;
  /** Each by a name of its own: two elements of one list are two objects, then. */
  readonly isApart: boolean;
}

/** The nearest variable by which both go, or the field that both come from. */
export function findCommon(sent: Origin, changed: Origin): Common | undefined {
  const [ways, others] = [waysOf(sent), waysOf(changed)];
  for (const [index, { variable, path }] of ways.entries()) {
    const at = others.findIndex((other) => other.variable === variable);
    if (at === -1) continue;
    return { variable, sent: path, changed: others[at]?.path ?? [], isApart: index > 0 && at > 0 };
  }
  if (sent.kind === 'variable' || !isSameOrigin(sent, changed)) return undefined;
  return { sent: sent.path, changed: changed.path, isApart: ways.length > 0 && others.length > 0 };
}

function waysOf(origin: Origin): Origin['aliases'] {
  return origin.kind === 'variable' ? [...origin.aliases, origin] : origin.aliases;
}

/** Whether what is changed is what was sent, or lies within it. */
export function isPart({ sent, changed, isApart }: Common): boolean {
  return sent.every((name, index) => {
    const other = changed[index];
    if (index >= changed.length || (name === undefined && other === undefined && isApart)) return false;
    return name === other || name === undefined || other === undefined;
  });
}
