import { Actor, ActorContext, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { nextOf, nodes, Token } from '../workloads/ring.js';
import { Ledger, sceneInNest } from './application.js';

@Actor({ keyBy: (message: { node: string }) => message.node })
class NodeActor {
  #next: string | undefined;

  constructor(private readonly ledger: Ledger) {}

  @Handle(Token)
  pass({ node, left }: Token, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    if (left === 0) return tally.finish();
    tally.told += 1;
    this.#next ??= nodes[nextOf(nodes.indexOf(node))] as string;
    context.tell(new Token(this.#next, left - 1));
  }
}

export function ringInNest(): Promise<Scene> {
  return sceneInNest([NodeActor], (runtime, size, tally) => {
    tally.told = 1;
    runtime.tell(new Token(nodes[0] as string, size));
  });
}
