import { anyBelow } from '../chance.js';
import type { Address, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

const ACCOUNTS = 1_000;
/** So many transfers are on their way at any time. */
const IN_FLIGHT = 100;

/** To the teller. */
export class OpenBank {
  constructor(readonly transfers: number) {}
}

export class Done {
  constructor(readonly amount: number) {}
}

/** To an account: take it from yourself and send it on; take it. */
export class Transfer {
  constructor(
    readonly account: number,
    readonly to: number,
    readonly amount: number,
  ) {}
}

export class Credit {
  constructor(
    readonly account: number,
    readonly amount: number,
  ) {}
}

/** The keys of the accounts, each made once. */
export const accounts: readonly string[] = Array.from({ length: ACCOUNTS }, (_, i) => `account-${i}`);

/** The teller's book: how many transfers are still to begin, and how many to end. */
export class Teller {
  #toBegin = 0;
  #toEnd = 0;

  /** How many to begin with. */
  open(transfers: number): number {
    this.#toBegin = transfers;
    this.#toEnd = transfers;
    return Math.min(transfers, IN_FLIGHT);
  }

  /** Whether all have ended. */
  end(): boolean {
    this.#toEnd -= 1;
    return this.#toEnd === 0;
  }

  next(): Transfer | undefined {
    if (this.#toBegin === 0) return undefined;
    this.#toBegin -= 1;
    return new Transfer(anyBelow(ACCOUNTS), anyBelow(ACCOUNTS), 1 + anyBelow(100));
  }
}

async function onStage(stage: Stage): Promise<Scene> {
  let tally = new Tally();
  const bank: Address<Transfer | Credit>[] = [];
  const book = new Teller();
  const tell = (message: Transfer | Credit): void => {
    tally.told += 1;
    (bank[message.account] as Address<typeof message>).tell(message);
  };
  const begin = (): void => {
    const transfer = book.next();
    if (transfer !== undefined) tell(transfer);
  };
  const teller: Address<OpenBank | Done> = await stage.actor((message: OpenBank | Done) => {
    tally.handled += 1;
    if (message instanceof OpenBank)
      for (let left = book.open(message.transfers); left > 0; left -= 1) begin();
    else if (book.end()) tally.finish();
    else begin();
  });
  for (const _ of accounts) {
    let balance = 0;
    const behaviour = (message: Transfer | Credit): void => {
      tally.handled += 1;
      if (message instanceof Transfer) {
        balance -= message.amount;
        return tell(new Credit(message.to, message.amount));
      }
      balance += message.amount;
      tally.told += 1;
      teller.tell(new Done(balance));
    };
    bank.push(await stage.actor(behaviour));
  }
  return {
    play: async (size) => {
      tally = new Tally();
      tally.told = 1;
      teller.tell(new OpenBank(size));
      await tally.finished;
      return tally;
    },
  };
}

export const banking: Workload = {
  name: 'banking',
  what: '1,000 accounts, 50,000 transfers between random ones, 100 on their way at a time; nobody asks',
  size: 50_000,
  onStage,
};
