import type { TSESTree } from '@typescript-eslint/utils';
import type { Origin } from './origin.js';
import { classOfThis, isFunction, isWithin, methodAround, methodCall, nameOf } from './syntax.js';

/** Fields that get another value as a whole where they are sent: what was sent is the receiver's then. */
export class HandOvers {
  readonly #replaced: TSESTree.MemberExpression[] = [];
  readonly #calls: TSESTree.CallExpression[] = [];

  onMember(node: TSESTree.MemberExpression): void {
    if (node.object.type === 'ThisExpression' && isReplaced(node)) this.#replaced.push(node);
  }

  onCall(node: TSESTree.CallExpression): void {
    if (methodCall(node)?.object.type === 'ThisExpression') this.#calls.push(node);
  }

  /** Whether the method that sends a field hands it over, itself or by a method of its class that it calls. */
  has(field: Origin & { readonly kind: 'field' }, call: TSESTree.Node): boolean {
    return this.#replaced.some(
      (at) => nameOf(at) === field.name && classOfThis(at) === field.owner && this.#isRunWith(at, call),
    );
  }

  #isRunWith(node: TSESTree.Node, call: TSESTree.Node): boolean {
    const [inner, outer] = [methodAround(node), methodAround(call)];
    if (inner === outer) return true;
    const { parent } = inner;
    const isMember = parent?.type === 'MethodDefinition' || parent?.type === 'PropertyDefinition';
    if (!isFunction(inner) || !isMember) return false;
    return this.#calls.some(
      (at) =>
        isWithin(at, outer) &&
        methodCall(at)?.name === nameOf(parent) &&
        classOfThis(at) === parent.parent.parent,
    );
  }
}

/** `this.x = ...`, `[rows, this.x] = ...` */
function isReplaced(node: TSESTree.MemberExpression): boolean {
  let at: TSESTree.Node = node;
  for (; at.parent !== undefined && PATTERNS.has(at.parent.type); at = at.parent);
  return at.parent?.type === 'AssignmentExpression' && at.parent.left === at && at.parent.operator === '=';
}

const PATTERNS: ReadonlySet<string> = new Set(['ArrayPattern', 'ObjectPattern', 'Property']);
