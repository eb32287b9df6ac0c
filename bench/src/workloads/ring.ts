import type { Address, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

export const NODES = 100;

export class Token {
  constructor(
    readonly node: string,
    readonly left: number,
  ) {}
}

/** The keys of the nodes, each made once. */
export const nodes: readonly string[] = Array.from({ length: NODES }, (_, i) => `node-${i}`);

export function nextOf(node: number): number {
  return node + 1 === NODES ? 0 : node + 1;
}

async function onStage(stage: Stage): Promise<Scene> {
  let tally = new Tally();
  const ring: Address<Token>[] = [];
  for (let i = 0; i < NODES; i += 1) {
    const next = nextOf(i);
    const node = await stage.actor(({ left }: Token) => {
      tally.handled += 1;
      if (left === 0) return tally.finish();
      tally.told += 1;
      (ring[next] as Address<Token>).tell(new Token(nodes[next] as string, left - 1));
    });
    ring.push(node);
  }
  return {
    play: async (size) => {
      tally = new Tally();
      tally.told = 1;
      (ring[0] as Address<Token>).tell(new Token(nodes[0] as string, size));
      await tally.finished;
      return tally;
    },
  };
}

export const ring: Workload = {
  name: 'ring',
  what: 'a token goes around 100 actors, 100,000 hops',
  size: 100_000,
  onStage,
};
