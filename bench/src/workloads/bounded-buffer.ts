import type { Address, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

const PRODUCERS = 40;
const CONSUMERS = 40;
/** Items that the manager keeps, those included that it has asked for. */
const ROOM = 50;

/** To the manager. */
export class OpenBuffer {
  constructor(readonly items: number) {}
}

export class Item {
  constructor(readonly producer: number) {}
}

export class Consumed {
  constructor(readonly consumer: number) {}
}

/** To a producer: make one. */
export class Produce {
  constructor(readonly producer: number) {}
}

/** To a consumer: here is one. */
export class Consume {
  constructor(
    readonly consumer: number,
    readonly item: Item,
  ) {}
}

/** The keys of producers and consumers, each made once. */
export const producers: readonly string[] = Array.from({ length: PRODUCERS }, (_, i) => `producer-${i}`);
export const consumers: readonly string[] = Array.from({ length: CONSUMERS }, (_, i) => `consumer-${i}`);

type Order = Produce | Consume;

/** The manager's book: what lies in the buffer, who is free, and how many items each producer has still to make. */
export class Buffer {
  readonly #items: Item[] = [];
  readonly #idleConsumers: number[] = [];
  readonly #toMake: number[] = [];
  #nextProducer = 0;
  #asked = 0;
  #toConsume = 0;

  open(items: number): Order[] {
    this.#toConsume = items * PRODUCERS;
    for (let i = 0; i < PRODUCERS; i += 1) this.#toMake[i] = items;
    this.#idleConsumers.splice(0, Number.POSITIVE_INFINITY, ...consumers.keys());
    const orders: Order[] = [];
    for (let order = this.#ask(); order !== undefined; order = this.#ask()) orders.push(order);
    return orders;
  }

  receive(item: Item): Order | undefined {
    this.#asked -= 1;
    this.#items.push(item);
    return this.#hand();
  }

  /** What follows when a consumer is free again: the next item for it, and room for another. */
  release(consumer: number): readonly [Order | undefined, Order | undefined] {
    this.#toConsume -= 1;
    this.#idleConsumers.push(consumer);
    return [this.#hand(), this.#ask()];
  }

  get isDone(): boolean {
    return this.#toConsume === 0;
  }

  #hand(): Consume | undefined {
    if (this.#items.length === 0) return undefined;
    const consumer = this.#idleConsumers.pop();
    return consumer === undefined ? undefined : new Consume(consumer, this.#items.shift() as Item);
  }

  /** Asks the next producer that has something left to make, if there is room for it. */
  #ask(): Produce | undefined {
    if (this.#items.length + this.#asked >= ROOM) return undefined;
    for (let tried = 0; tried < PRODUCERS; tried += 1) {
      const producer = this.#nextProducer;
      this.#nextProducer = (producer + 1) % PRODUCERS;
      const left = this.#toMake[producer] as number;
      if (left === 0) continue;
      this.#toMake[producer] = left - 1;
      this.#asked += 1;
      return new Produce(producer);
    }
    return undefined;
  }
}

async function onStage(stage: Stage): Promise<Scene> {
  let tally = new Tally();
  const makers: Address<Produce>[] = [];
  const takers: Address<Consume>[] = [];
  const buffer = new Buffer();
  const order = (message: Order | undefined): void => {
    if (message === undefined) return;
    tally.told += 1;
    if (message instanceof Produce) (makers[message.producer] as Address<Produce>).tell(message);
    else (takers[message.consumer] as Address<Consume>).tell(message);
  };
  const manager: Address<OpenBuffer | Item | Consumed> = await stage.actor(
    (message: OpenBuffer | Item | Consumed) => {
      tally.handled += 1;
      if (message instanceof OpenBuffer) return buffer.open(message.items).forEach(order);
      if (message instanceof Item) return order(buffer.receive(message));
      const [hand, ask] = buffer.release(message.consumer);
      order(hand);
      order(ask);
      if (buffer.isDone) tally.finish();
    },
  );
  for (const _ of producers) {
    const maker = await stage.actor(({ producer }: Produce) => {
      tally.handled += 1;
      tally.told += 1;
      manager.tell(new Item(producer));
    });
    makers.push(maker);
  }
  for (const _ of consumers) {
    const taker = await stage.actor(({ consumer }: Consume) => {
      tally.handled += 1;
      tally.told += 1;
      manager.tell(new Consumed(consumer));
    });
    takers.push(taker);
  }
  return {
    play: async (size) => {
      tally = new Tally();
      tally.told = 1;
      manager.tell(new OpenBuffer(size));
      await tally.finished;
      return tally;
    },
  };
}

export const boundedBuffer: Workload = {
  name: 'bounded buffer',
  what: '40 producers make 1,000 items each for 40 consumers, and make none while 50 are waiting',
  size: 1_000,
  onStage,
};
