import { Actor, ActorContext, type ActorRef, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { accounts, Credit, Done, OpenBank, Teller, Transfer } from '../workloads/banking.js';
import { Ledger, sceneInNest } from './application.js';

@Actor()
class TellerActor {
  readonly #book = new Teller();

  constructor(private readonly ledger: Ledger) {}

  @Handle(OpenBank)
  open({ transfers }: OpenBank, context: ActorContext): void {
    this.ledger.tally.handled += 1;
    for (let left = this.#book.open(transfers); left > 0; left -= 1) this.#begin(context);
  }

  @Handle(Done)
  done(_message: Done, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    if (this.#book.end()) tally.finish();
    else this.#begin(context);
  }

  #begin(context: ActorContext): void {
    const transfer = this.#book.next();
    if (transfer === undefined) return;
    this.ledger.tally.told += 1;
    account(transfer.account, context).tell(transfer, context);
  }
}

@Actor({ keyBy: (message: { account: number }) => accounts[message.account] as string })
class AccountActor {
  #balance = 0;

  constructor(private readonly ledger: Ledger) {}

  @Handle(Transfer)
  transfer({ to, amount }: Transfer, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    this.#balance -= amount;
    tally.told += 1;
    account(to, context).tell(new Credit(to, amount), context);
  }

  @Handle(Credit)
  credit({ amount }: Credit, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    this.#balance += amount;
    tally.told += 1;
    context.tell(new Done(this.#balance));
  }
}

const refs: ActorRef<AccountActor>[] = [];

function account(number: number, context: ActorContext): ActorRef<AccountActor> {
  return (refs[number] ??= context.ref(AccountActor, accounts[number]));
}

export function bankingInNest(): Promise<Scene> {
  return sceneInNest([TellerActor, AccountActor], (runtime, size, tally) => {
    tally.told = 1;
    runtime.tell(new OpenBank(size));
  });
}
