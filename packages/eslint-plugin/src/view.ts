import type { TSESTree } from '@typescript-eslint/utils';
import { knownTypeOf } from './known-type.js';
import { findImport, findVariable } from './names.js';
import type { Code } from './rule.js';
import { boundNode, methodCall, nameOf, plain } from './syntax.js';

const VIEWS: ReadonlySet<string | undefined> = new Set(['activity', 'deadLetters']);

/** Whether an expression is, or comes of, what a runtime shows to whoever watches it: `activity`, and the stream of dead letters. */
export function isView(code: Code, expression: TSESTree.Node, seen = new Set<TSESTree.Node>()): boolean {
  const node = plain(expression);
  if (seen.has(node)) return false;
  seen.add(node);
  const call = methodCall(node);
  if (call !== undefined) return isView(code, call.object, seen);
  if (node.type === 'CallExpression') return node.arguments.some((given) => isView(code, given, seen)); // merge(a, b)
  if (node.type === 'MemberExpression') {
    const isRuntimes = VIEWS.has(nameOf(node)) && knownTypeOf(code, node.object) === 'MailboxRuntime';
    return isRuntimes || isView(code, node.object, seen);
  }
  if (node.type !== 'Identifier') return false;
  return (findVariable(code, node)?.defs ?? []).some(({ node: definition, name }) => {
    if (definition.type !== 'VariableDeclarator' || definition.init === null) return false;
    if (definition.id.type !== 'ObjectPattern') return isView(code, definition.init, seen);
    const isNamed = definition.id.properties.some(
      (at) => at.type === 'Property' && VIEWS.has(nameOf(at)) && boundNode(at.value) === name,
    );
    return isNamed && knownTypeOf(code, definition.init) === 'MailboxRuntime';
  });
}

const PROMISES: ReadonlySet<string | undefined> = new Set(['firstValueFrom', 'lastValueFrom']);

/** Whether a call makes a promise of such a view. */
export function awaitsView(code: Code, node: TSESTree.CallExpression): boolean {
  const [source] = node.arguments;
  if (source !== undefined && PROMISES.has(findImport(code, node.callee)?.name)) return isView(code, source);
  const call = methodCall(node);
  return call?.name === 'toPromise' && isView(code, call.object);
}
