import { anyBelow } from '../chance.js';
import type { Address, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

const PEERS = 120;

export class Begin {
  constructor(
    readonly to: number,
    readonly pings: number,
  ) {}
}

export class BigPing {
  constructor(
    readonly to: number,
    readonly from: number,
  ) {}
}

export class BigPong {
  constructor(readonly to: number) {}
}

/** The keys of the actors, each made once. */
export const peers: readonly string[] = Array.from({ length: PEERS }, (_, i) => `peer-${i}`);

export function anyPeer(): number {
  return anyBelow(PEERS);
}

export class BigTally extends Tally {
  #busy = PEERS;

  /** One actor has had an answer to each of its pings. */
  quit(): void {
    this.#busy -= 1;
    if (this.#busy === 0) this.finish();
  }
}

async function onStage(stage: Stage): Promise<Scene> {
  let tally = new BigTally();
  const actors: Address<Begin | BigPing | BigPong>[] = [];
  const tell = (message: Begin | BigPing | BigPong): void => {
    tally.told += 1;
    (actors[message.to] as Address<typeof message>).tell(message);
  };
  for (let self = 0; self < PEERS; self += 1) {
    let left = 0;
    const behaviour = (message: Begin | BigPing | BigPong): void => {
      tally.handled += 1;
      if (message instanceof BigPing) return tell(new BigPong(message.from));
      if (message instanceof Begin) left = message.pings;
      if (left === 0) return tally.quit();
      left -= 1;
      tell(new BigPing(anyPeer(), self));
    };
    actors.push(await stage.actor(behaviour));
  }
  return {
    play: async (size) => {
      tally = new BigTally();
      for (let i = 0; i < PEERS; i += 1) tell(new Begin(i, size));
      await tally.finished;
      return tally;
    },
  };
}

export const big: Workload = {
  name: 'big',
  what: '120 actors, each sends 1,000 pings to random others, the next one after the answer',
  size: 1_000,
  onStage,
};
