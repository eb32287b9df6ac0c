import type { Address, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

const CHAMENEOS = 100;

/** To the mall: a place to open it with, and those who come. */
export class Open {
  constructor(readonly meetings: number) {}
}

export class Arrive {
  constructor(
    readonly who: number,
    readonly colour: number,
  ) {}
}

/** To a chameneo: come; meet somebody; take the colour that you have agreed on; leave. */
export class Come {
  constructor(readonly to: number) {}
}

export class Meet {
  constructor(
    readonly to: number,
    readonly who: number,
    readonly colour: number,
  ) {}
}

export class Change {
  constructor(
    readonly to: number,
    readonly colour: number,
  ) {}
}

export class Leave {
  constructor(readonly to: number) {}
}

type ToChameneo = Come | Meet | Change | Leave;

/** The keys of the chameneos, each made once. */
export const chameneosKeys: readonly string[] = Array.from({ length: CHAMENEOS }, (_, i) => `chameneo-${i}`);

/** Of two colours out of three the third; of twice the same, the same. */
export function complement(a: number, b: number): number {
  return a === b ? a : 3 - a - b;
}

/** The mall's book: who waits for a partner, and how many meetings are left. */
export class Mall {
  #left = 0;
  #waiting: Arrive | undefined;

  open(meetings: number): void {
    this.#left = meetings;
  }

  /** What follows from an arrival; nothing, if the guest has to wait for another. */
  receive(guest: Arrive): Meet | Leave | undefined {
    if (this.#left === 0) return new Leave(guest.who);
    const waiting = this.#waiting;
    if (waiting === undefined) {
      this.#waiting = guest;
      return undefined;
    }
    this.#waiting = undefined;
    this.#left -= 1;
    return new Meet(waiting.who, guest.who, guest.colour);
  }
}

export class ChameneosTally extends Tally {
  #there = CHAMENEOS;

  leave(): void {
    this.#there -= 1;
    if (this.#there === 0) this.finish();
  }
}

async function onStage(stage: Stage): Promise<Scene> {
  let tally = new ChameneosTally();
  const chameneos: Address<ToChameneo>[] = [];
  const book = new Mall();
  const tell = (message: ToChameneo): void => {
    tally.told += 1;
    (chameneos[message.to] as Address<ToChameneo>).tell(message);
  };
  const mall: Address<Open | Arrive> = await stage.actor((message: Open | Arrive) => {
    tally.handled += 1;
    if (message instanceof Open) return book.open(message.meetings);
    const outcome = book.receive(message);
    if (outcome !== undefined) tell(outcome);
  });
  for (let self = 0; self < CHAMENEOS; self += 1) {
    let colour = self % 3;
    const behaviour = (message: ToChameneo): void => {
      tally.handled += 1;
      if (message instanceof Leave) return tally.leave();
      if (message instanceof Meet) {
        colour = complement(colour, message.colour);
        tell(new Change(message.who, colour));
      } else if (message instanceof Change) colour = message.colour;
      tally.told += 1;
      mall.tell(new Arrive(self, colour));
    };
    chameneos.push(await stage.actor(behaviour));
  }
  return {
    play: async (size) => {
      tally = new ChameneosTally();
      tally.told = 1;
      mall.tell(new Open(size));
      for (let i = 0; i < CHAMENEOS; i += 1) tell(new Come(i));
      await tally.finished;
      return tally;
    },
  };
}

export const chameneos: Workload = {
  name: 'chameneos',
  what: '100 creatures meet in pairs at one mall and change colour, 100,000 meetings',
  size: 100_000,
  onStage,
};
