import type { TSESTree } from '@typescript-eslint/utils';
import { type FunctionNode, functionAround, isWithin } from './syntax.js';

type Loop =
  | TSESTree.DoWhileStatement
  | TSESTree.ForInStatement
  | TSESTree.ForOfStatement
  | TSESTree.ForStatement
  | TSESTree.WhileStatement;

/**
 * Whether `second` may run after `first` in one run of the function around `first`: further down and not on another branch, or in
 * the next round of a loop that goes on with the same object. Decided by the shape of the statements, not by values.
 */
export function mayFollow(
  first: TSESTree.Node,
  second: TSESTree.Node,
  declaration: TSESTree.Node | undefined,
): boolean {
  const within = functionAround(first);
  if (within === undefined || !isWithin(second, within)) return false;
  const [above, below] = pathsFromFork(first, second);
  const fork = above.at(-1)?.parent;
  if (fork === undefined) return false;
  const isFurtherDown = first.range[1] <= second.range[0] && !areBranches(fork, above.at(-1), below.at(-1));
  if (isFurtherDown && !leaves(first, fork)) return true;
  const loop = sharedLoop(fork, within, declaration);
  return loop !== undefined && !leaves(first, loop);
}

/** Whether `second` runs whenever `first` has run, and before the next round of any loop: further down in a list of statements around it. */
export function alwaysFollows(first: TSESTree.Node, second: TSESTree.Node): boolean {
  const [above, below] = pathsFromFork(first, second);
  const fork = above.at(-1)?.parent;
  const isUnconditional = below.every(
    ({ type }) => !type.endsWith('Statement') || type === 'ExpressionStatement',
  );
  return (
    fork?.type === 'BlockStatement' &&
    first.range[1] <= second.range[0] &&
    isUnconditional &&
    !leaves(first, fork)
  );
}

/** The nodes from each of two nodes up to below the innermost node that holds both. */
function pathsFromFork(one: TSESTree.Node, other: TSESTree.Node): [TSESTree.Node[], TSESTree.Node[]] {
  const pathTo = (node: TSESTree.Node, holds: (at: TSESTree.Node) => boolean): TSESTree.Node[] => {
    const path = [node];
    for (let at = node.parent; at && !holds(at); at = at.parent) path.push(at);
    return path;
  };
  return [pathTo(one, (at) => isWithin(other, at)), pathTo(other, (at) => isWithin(one, at))];
}

function areBranches(
  fork: TSESTree.Node,
  one: TSESTree.Node | undefined,
  other: TSESTree.Node | undefined,
): boolean {
  if (fork.type === 'IfStatement' || fork.type === 'ConditionalExpression') {
    return one === fork.consequent && other === fork.alternate;
  }
  return false;
}

/** Whether control, once at a node, leaves `outer` (or its loop's round) before it comes to what follows the node there. */
function leaves(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  for (let at = node; at.parent !== undefined && at !== outer; at = at.parent) {
    const { parent } = at;
    if (parent === outer && !isLoop(outer) && outer.type !== 'SwitchStatement') break;
    const statements =
      parent.type === 'BlockStatement' ? parent.body : parent.type === 'SwitchCase' ? parent.consequent : [];
    const rest = statements.slice(statements.indexOf(at as TSESTree.Statement));
    if (statements.includes(at as TSESTree.Statement) && rest.some((next) => isExit(next, outer)))
      return true;
    if (isExit(at, outer)) return true;
  }
  return false;
}

/** A statement behind which nothing of `outer` runs any more. */
function isExit(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') return true;
  if (node.type !== 'BreakStatement' && node.type !== 'ContinueStatement') return false;
  for (let at: TSESTree.Node | undefined = node.parent; at; at = at.parent) {
    const isTarget = isLoop(at) || (node.type === 'BreakStatement' && at.type === 'SwitchStatement');
    // Its loop goes on with the next round; a break, or a jump within a larger one, does leave.
    if (isTarget && at === outer) return node.type === 'BreakStatement';
    if (isTarget) return isWithin(outer, at);
  }
  return false;
}

function sharedLoop(
  fork: TSESTree.Node,
  within: FunctionNode,
  declaration: TSESTree.Node | undefined,
): Loop | undefined {
  for (let at: TSESTree.Node | undefined = fork; at && at !== within; at = at.parent) {
    if (isLoop(at) && (declaration === undefined || !isWithin(declaration, at))) return at;
  }
  return undefined;
}

function isLoop(node: TSESTree.Node): node is Loop {
  return (
    node.type === 'DoWhileStatement' ||
    node.type === 'ForInStatement' ||
    node.type === 'ForOfStatement' ||
    node.type === 'ForStatement' ||
    node.type === 'WhileStatement'
  );
}
