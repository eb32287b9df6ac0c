import type { TSESTree } from '@typescript-eslint/utils';
import { givenBy } from './class-of.js';
import { knownTypeOf } from './known-type.js';
import { findImport, findVariable } from './names.js';
import type { Code } from './rule.js';
import { boundNode, methodCall, nameOf, outcomesOf } from './syntax.js';

const VIEWS: ReadonlySet<string | undefined> = new Set(['activity', 'deadLetters']);

/** Operators of RxJS that show what another stream shows. */
const JOINING: ReadonlySet<string | undefined> = new Set([
  'combineLatestWith',
  'concatMap',
  'concatWith',
  'exhaustMap',
  'mergeMap',
  'mergeWith',
  'raceWith',
  'switchMap',
  'withLatestFrom',
  'zipWith',
]);

/** Whether an expression is, or comes of, what a runtime shows to whoever watches it: `activity`, and the stream of dead letters. */
export function isView(code: Code, expression: TSESTree.Node, seen = new Set<TSESTree.Node>()): boolean {
  const [node, ...others] = outcomesOf(expression);
  if (node === undefined || seen.has(node)) return false;
  seen.add(node);
  if (others.some((at) => isView(code, at, seen))) return true;
  const given = givenByMember(code, node);
  if (given !== undefined && isView(code, given, seen)) return true;
  const call = methodCall(node);
  if (call !== undefined)
    return call.name === 'pipe' && (isView(code, call.object, seen) || isJoinedByPipe(code, node, seen));
  if (node.type === 'CallExpression')
    return (
      findImport(code, node.callee)?.source === 'rxjs' && node.arguments.some((at) => isView(code, at, seen)) // merge(a, b)
    );
  if (node.type === 'MemberExpression') {
    const isRuntimes = VIEWS.has(nameOf(node)) && knownTypeOf(code, node.object) === 'MailboxRuntime';
    return isRuntimes || (nameOf(node) === 'stream' && isView(code, node.object, seen));
  }
  if (node.type !== 'Identifier') return false;
  if (isFedByView(code, node, seen)) return true;
  return (findVariable(code, node)?.defs ?? []).some(({ node: definition, name }) => {
    if (definition.type !== 'VariableDeclarator' || definition.init === null) return false;
    if (definition.id.type !== 'ObjectPattern') return isView(code, definition.init, seen);
    const isNamed = definition.id.properties.some(
      (at) => at.type === 'Property' && VIEWS.has(nameOf(at)) && boundNode(at.value) === name,
    );
    return isNamed && knownTypeOf(code, definition.init) === 'MailboxRuntime';
  });
}

/** What `this.watched$` is, and what `this.watch()` returns, where the member stands in a class of this file. */
export function givenByMember(code: Code, node: TSESTree.Node): TSESTree.Node | undefined {
  const call = methodCall(node);
  if (call !== undefined) return givenBy(code, call.object, call.name, 'method');
  const name = node.type === 'MemberExpression' ? nameOf(node) : undefined;
  if (node.type !== 'MemberExpression' || name === undefined) return undefined;
  return givenBy(code, node.object, name, 'field') ?? givenBy(code, node.object, name, 'get');
}

/** `source.pipe(switchMap(() => mailbox.activity))` shows the activity. */
function isJoinedByPipe(code: Code, node: TSESTree.Node, seen: Set<TSESTree.Node>): boolean {
  if (node.type !== 'CallExpression' || methodCall(node)?.name !== 'pipe') return false;
  return node.arguments.some(
    (operator) =>
      operator.type === 'CallExpression' &&
      JOINING.has(findImport(code, operator.callee)?.name) &&
      operator.arguments.some((given) =>
        isView(code, given.type === 'ArrowFunctionExpression' ? given.body : given, seen),
      ),
  );
}

/** A subject that was handed to `subscribe` of a view shows the same. */
function isFedByView(code: Code, node: TSESTree.Identifier, seen: Set<TSESTree.Node>): boolean {
  return (findVariable(code, node)?.references ?? []).some(({ identifier: { parent } }) => {
    const call = parent?.type === 'CallExpression' ? methodCall(parent) : undefined;
    if (call?.name !== 'subscribe' || parent?.type !== 'CallExpression') return false;
    const [given] = parent.arguments;
    return given?.type === 'Identifier' && given.name === node.name && isView(code, call.object, seen);
  });
}
