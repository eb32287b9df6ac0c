import { Actor, ActorContext, type ActorRef, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { nextOf, nodes, Token } from '../workloads/ring.js';
import { Ledger, sceneInNest } from './application.js';

@Actor({ keyBy: (message: { node: string }) => message.node })
class NodeActor {
  #next: ActorRef<NodeActor> | undefined;
  #nextNode = '';

  constructor(private readonly ledger: Ledger) {}

  @Handle(Token)
  pass({ node, left }: Token, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    if (left === 0) return tally.finish();
    tally.told += 1;
    if (this.#next === undefined) {
      this.#nextNode = nodes[nextOf(nodes.indexOf(node))] as string;
      this.#next = context.ref(NodeActor, this.#nextNode);
    }
    this.#next.tell(new Token(this.#nextNode, left - 1), context);
  }
}

export function ringInNest(): Promise<Scene> {
  return sceneInNest([NodeActor], (runtime, size, tally) => {
    tally.told = 1;
    runtime.tell(new Token(nodes[0] as string, size));
  });
}
