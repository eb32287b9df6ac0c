import { Injectable } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import type { RehearsalPlan } from 'nestjs-mailbox/testing';
import type { Exhibit } from './exhibit.js';

class PayIn {
  constructor(readonly amount: number) {}
}
class PayOut {
  constructor(readonly amount: number) {}
}

/** Stands for a table without a lock. */
@Injectable()
class Balance {
  #value = 100;

  async read(): Promise<number> {
    return this.#value;
  }

  async write(value: number): Promise<void> {
    this.#value = value;
  }
}

@Actor()
class CounterActor {
  constructor(private readonly balance: Balance) {}

  @Handle(PayIn)
  async payIn({ amount }: PayIn): Promise<void> {
    await this.balance.write((await this.balance.read()) + amount);
  }
}

/** The second who writes the same balance. */
@Actor()
class CashMachineActor {
  constructor(private readonly balance: Balance) {}

  @Handle(PayOut)
  async payOut({ amount }: PayOut): Promise<void> {
    await this.balance.write((await this.balance.read()) - amount);
  }
}

/** Owns the balance: both kinds of message wait in one mailbox. */
@Actor()
class AccountActor {
  constructor(private readonly balance: Balance) {}

  @Handle(PayIn)
  async payIn({ amount }: PayIn): Promise<void> {
    await this.balance.write((await this.balance.read()) + amount);
  }

  @Handle(PayOut)
  async payOut({ amount }: PayOut): Promise<void> {
    await this.balance.write((await this.balance.read()) - amount);
  }
}

const plan = (...actors: (new (balance: Balance) => object)[]): RehearsalPlan => ({
  app: { providers: [...actors, Balance] },
  scenario: async (kit) => {
    kit.tell(new PayIn(50));
    kit.tell(new PayOut(50));
    await kit.settle();
  },
  eventually: async (kit) => {
    const value = await kit.get(Balance).read();
    if (value !== 100) throw new Error(`100, and 50 paid in, and 50 paid out, make ${value}`);
  },
});

export const lostUpdate: Exhibit = {
  title: 'a lost update across two actors',
  broken: plan(CounterActor, CashMachineActor),
  mended: plan(AccountActor),
  faults: {},
};
