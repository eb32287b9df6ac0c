import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Code } from './rule.js';
import { methodCall, plain, wrapped } from './syntax.js';

/** A change to an object that stays the same object. */
export interface Mutation {
  /** The expression that changes it. */
  readonly node: TSESTree.Node;
  /** The expression of the object that is changed: `message.items` in `message.items.push(1)`. */
  readonly object: TSESTree.Node;
  /** The method that changes it, where one does. */
  readonly method?: string;
}

const OF_ARRAYS = new Set([
  'copyWithin',
  'fill',
  'pop',
  'push',
  'reverse',
  'shift',
  'sort',
  'splice',
  'unshift',
]);

/** What puts something into a list, a map or a set. */
export const PUT: ReadonlySet<string> = new Set(['add', 'push', 'set', 'unshift']);

/**
 * What maps, sets and dates have. Other objects have methods of these names as well, which may give a new object: they count only
 * where nobody looks at the result.
 */
const OF_OTHERS = /^(add|clear|delete|set([A-Z]\w*)?)$/;

const STATIC: Readonly<Record<string, ReadonlySet<string>>> = {
  Atomics: new Set(['add', 'and', 'compareExchange', 'exchange', 'or', 'store', 'sub', 'xor']),
  Object: new Set(['assign', 'defineProperties', 'defineProperty', 'setPrototypeOf']),
  Reflect: new Set(['defineProperty', 'deleteProperty', 'set', 'setPrototypeOf']),
};

/** Calls back for every expression of a file that changes an object. */
export function onMutation(code: Code, report: (mutation: Mutation) => void): TSESLint.RuleListener {
  const onTarget = (node: TSESTree.Node, target: TSESTree.Node): void => {
    for (const member of targetsOf(target)) report({ node, object: member.object });
  };
  return {
    AssignmentExpression: (node) => onTarget(node, node.left),
    UpdateExpression: (node) => onTarget(node, node.argument),
    'UnaryExpression[operator="delete"]': (node: TSESTree.UnaryExpression) =>
      onTarget(node, plain(node.argument)),
    'ForOfStatement, ForInStatement': (node: TSESTree.ForOfStatement) => onTarget(node.left, node.left),
    CallExpression(node) {
      const call = methodCall(node);
      if (call === undefined) return;
      const { object, name } = call;
      const [target] = node.arguments;
      // `repository.delete({ id })`: no map holds an object that has just been made.
      const isQuery = name === 'delete' && target?.type === 'ObjectExpression';
      if (OF_ARRAYS.has(name) || (OF_OTHERS.test(name) && isUnused(node) && !isQuery))
        report({ node, object, method: name });
      if (target !== undefined && isStaticMutator(code, object, name)) report({ node, object: target });
    },
  };
}

/** Whether nobody looks at what a call gives: a statement, also behind `void`, `await` or `x &&`, in a chain of such, or in `forEach`. */
export function isUnused(call: TSESTree.Node): boolean {
  const node = wrapped(call);
  const { parent } = node;
  switch (parent?.type) {
    case 'ExpressionStatement':
      return true;
    case 'UnaryExpression':
      return parent.operator === 'void';
    case 'AwaitExpression':
      return isUnused(parent);
    case 'LogicalExpression':
      return parent.right === node && isUnused(parent);
    case 'ConditionalExpression':
      return parent.test !== node && isUnused(parent);
    case 'MemberExpression': {
      const next = wrapped(parent).parent;
      return next?.type === 'CallExpression' && methodCall(next)?.object === node && isUnused(next);
    }
    case 'ArrowFunctionExpression': {
      const around = parent.body === node ? parent.parent : undefined;
      return (
        around?.type === 'CallExpression' && (methodCall(around)?.name === 'forEach' || isUnused(around))
      );
    }
    default:
      return false;
  }
}

function isStaticMutator(code: Code, object: TSESTree.Node, name: string): boolean {
  if (object.type !== 'Identifier' || !Object.hasOwn(STATIC, object.name)) return false;
  const isGlobal = code
    .getScope(object)
    .references.every(
      ({ identifier, resolved }) => identifier !== object || resolved === null || resolved.defs.length === 0,
    );
  return isGlobal && STATIC[object.name]?.has(name) === true;
}

/** The members that an assignment writes to, also within a pattern: `[a.x, { y: b.z }] = ...`. */
function targetsOf(node: TSESTree.Node): readonly TSESTree.MemberExpression[] {
  const target = plain(node);
  switch (target.type) {
    case 'MemberExpression':
      return target.object.type === 'ThisExpression' ? [] : [target];
    case 'AssignmentPattern':
      return targetsOf(target.left);
    case 'RestElement':
      return targetsOf(target.argument);
    case 'ArrayPattern':
      return target.elements.flatMap((element) => (element === null ? [] : targetsOf(element)));
    case 'ObjectPattern':
      return target.properties.flatMap((property) =>
        targetsOf(property.type === 'Property' ? property.value : property),
      );
    default:
      return [];
  }
}
