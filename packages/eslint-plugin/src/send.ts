import type { TSESTree } from '@typescript-eslint/utils';
import { isContext, type KnownType, knownTypeOf } from './known-type.js';
import type { Code } from './rule.js';
import { methodCall } from './syntax.js';

/** A call that gives a message away. */
export interface Send {
  readonly call: TSESTree.CallExpression;
  readonly verb: 'tell' | 'publish' | 'deliver' | 'once' | 'every';
  readonly sender: KnownType;
  readonly message: TSESTree.Node | undefined;
}

const VERBS: Readonly<Record<KnownType, ReadonlySet<string>>> = {
  ActorRef: new Set(['tell']),
  MailboxRuntime: new Set(['tell', 'publish', 'deliver']),
  ActorContext: new Set(['tell', 'publish']),
  ActivationContext: new Set(['tell', 'publish']),
  ModuleRef: new Set(),
};

/** The send that a call is, if it is one of a sender that this file shows to be one. */
export function findSend(code: Code, node: TSESTree.Node): Send | undefined {
  const method = methodCall(node);
  if (node.type !== 'CallExpression' || method === undefined) return undefined;
  const { object, name } = method;
  if (name === 'once' || name === 'every') {
    return isScheduleOfContext(code, object)
      ? { call: node, verb: name, sender: 'ActorContext', message: node.arguments[2] }
      : undefined;
  }
  if (name !== 'tell' && name !== 'publish' && name !== 'deliver') return undefined;
  const sender = knownTypeOf(code, object);
  if (sender === undefined || !VERBS[sender].has(name)) return undefined;
  return { call: node, verb: name, sender, message: node.arguments[0] };
}

function isScheduleOfContext(code: Code, node: TSESTree.Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'schedule' &&
    isContext(knownTypeOf(code, node.object))
  );
}
