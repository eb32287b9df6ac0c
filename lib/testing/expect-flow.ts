import {
  type ActorClass,
  type FlowEdge,
  type MessageClass,
  type MessageFlow,
  messageTypeOf,
} from '../runtime/index.js';
import { actorNameOf } from './actor-name.js';
import { UndeclaredFlowError } from './errors.js';

/**
 * Who may tell whom what: sender, message, receiver, as classes or by name. A sender that is no actor is `'outside'`, a receiver
 * that does not exist `'nobody'`.
 */
export type DeclaredEdge = readonly [
  from: ActorClass | string,
  message: MessageClass | string,
  to: ActorClass | string,
];

/**
 * Expects that all traffic was declared: the architecture test of a message-driven application.
 *
 * @returns The declared edges that the traffic did not show: dead declarations, or a test that does not go every way.
 * @throws UndeclaredFlowError for traffic that was never declared, naming both sides.
 * @example
 * ```ts
 * expectFlow(kit.runtime.flow(), [
 *   ['outside', PlaceOrder, OrderActor],
 *   [OrderActor, ReserveStock, StockActor],
 *   [StockActor, StockReserved, OrderActor],
 * ]);
 * ```
 */
export function expectFlow(flow: MessageFlow, declared: readonly DeclaredEdge[]): readonly DeclaredEdge[] {
  const known = new Map(declared.map((edge) => [nameOf(edge), edge]));
  const undeclared: FlowEdge[] = [];
  const unseen = new Set(declared);
  for (const edge of flow.edges) {
    const found = known.get(nameOf([edge.from, edge.message, edge.to]));
    if (found === undefined) undeclared.push(edge);
    else unseen.delete(found);
  }
  if (undeclared.length > 0) throw new UndeclaredFlowError(undeclared);
  return [...unseen];
}

function nameOf([from, message, to]: DeclaredEdge): string {
  const type = typeof message === 'string' ? message : messageTypeOf(message);
  return `${actorNameOf(from)} ${type} ${actorNameOf(to)}`;
}
