import type { Address, Behaviour, Contestant, Stage } from '../contestant.js';

/** A power-of-two ring that grows when it is full. */
class Ring<T> {
  #slots: (T | undefined)[] = [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ];
  #head = 0;
  #size = 0;

  push(item: T): void {
    if (this.#size === this.#slots.length) this.#grow();
    this.#slots[(this.#head + this.#size) & (this.#slots.length - 1)] = item;
    this.#size += 1;
  }

  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.#size -= 1;
    return item;
  }

  #grow(): void {
    const old = this.#slots;
    // oxlint-disable-next-line unicorn/no-new-array -- room for twice as many, all at once
    const slots = new Array<T | undefined>(old.length * 2);
    for (let i = 0; i < old.length; i += 1) slots[i] = old[(this.#head + i) & (old.length - 1)];
    this.#slots = slots;
    this.#head = 0;
  }
}

class LimitActor<M extends object> implements Address<M> {
  #mailbox: Ring<M> | undefined;
  #isScheduled = false;
  readonly #resume = (): void => this.run();

  constructor(
    private readonly stage: LimitStage,
    private readonly behaviour: Behaviour<M>,
  ) {}

  tell(message: M): void {
    this.#mailbox ??= new Ring<M>();
    this.#mailbox.push(message);
    if (!this.#isScheduled) this.#schedule();
  }

  run(): void {
    const mailbox = this.#mailbox as Ring<M>;
    for (let message = mailbox.shift(); message !== undefined; message = mailbox.shift()) {
      const pending = this.behaviour(message);
      if (pending !== undefined) return void pending.then(this.#resume);
    }
    this.#isScheduled = false;
  }

  #schedule(): void {
    this.#isScheduled = true;
    this.stage.schedule(this);
  }
}

class LimitStage implements Stage {
  readonly #ready = new Ring<{ run(): void }>();
  #isDraining = false;
  readonly #drain = (): void => {
    for (let actor = this.#ready.shift(); actor !== undefined; actor = this.#ready.shift()) actor.run();
    this.#isDraining = false;
  };

  actor<M extends object>(behaviour: Behaviour<M>): Address<M> {
    return new LimitActor(this, behaviour);
  }

  schedule(actor: { run(): void }): void {
    this.#ready.push(actor);
    if (this.#isDraining) return;
    this.#isDraining = true;
    queueMicrotask(this.#drain);
  }

  close(): void {
    // Nothing runs when nothing is queued.
  }
}

/** The reference: a ring for each actor and one drain loop; no bounds, no envelope, no errors, no turns, no features. */
export const limit: Contestant = { name: 'limit', library: undefined, open: () => new LimitStage() };
