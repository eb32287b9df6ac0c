import type { Address, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

export class Ping {
  constructor(readonly left: number) {}
}

export class Pong {
  constructor(readonly left: number) {}
}

async function onStage(stage: Stage): Promise<Scene> {
  let tally = new Tally();
  const ping: Address<Pong> = await stage.actor(({ left }: Pong) => {
    tally.handled += 1;
    if (left === 0) return tally.finish();
    tally.told += 1;
    pong.tell(new Ping(left));
  });
  const pong: Address<Ping> = await stage.actor(({ left }: Ping) => {
    tally.handled += 1;
    tally.told += 1;
    ping.tell(new Pong(left - 1));
  });
  return {
    play: async (size) => {
      tally = new Tally();
      tally.told = 1;
      pong.tell(new Ping(size));
      await tally.finished;
      return tally;
    },
  };
}

export const pingPong: Workload = {
  name: 'ping-pong',
  what: 'two actors send one ball to and fro, 200,000 times',
  size: 200_000,
  onStage,
};
