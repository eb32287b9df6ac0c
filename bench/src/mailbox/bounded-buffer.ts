import { Actor, ActorContext, type ActorRef, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import {
  Buffer,
  Consume,
  Consumed,
  consumers,
  Item,
  OpenBuffer,
  Produce,
  producers,
} from '../workloads/bounded-buffer.js';
import { Ledger, sceneInNest } from './application.js';

/** A hundred fit: without backpressure the thousands of items would be refused. */
@Actor({ mailbox: { capacity: 100 } })
class ManagerActor {
  readonly #buffer = new Buffer();

  constructor(private readonly ledger: Ledger) {}

  @Handle(OpenBuffer)
  open({ items }: OpenBuffer, context: ActorContext): void {
    this.ledger.tally.handled += 1;
    for (const order of this.#buffer.open(items)) this.#tell(order, context);
  }

  @Handle(Item)
  receive(item: Item, context: ActorContext): void {
    this.ledger.tally.handled += 1;
    this.#tell(this.#buffer.receive(item), context);
  }

  @Handle(Consumed)
  release({ consumer }: Consumed, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    const [hand, ask] = this.#buffer.release(consumer);
    this.#tell(hand, context);
    this.#tell(ask, context);
    if (this.#buffer.isDone) tally.finish();
  }

  #tell(order: Produce | Consume | undefined, context: ActorContext): void {
    if (order === undefined) return;
    this.ledger.tally.told += 1;
    if (order instanceof Produce) producer(order.producer, context).tell(order, context);
    else consumer(order.consumer, context).tell(order, context);
  }
}

@Actor({
  keyBy: (message: { producer: number }) => producers[message.producer] as string,
  mailbox: { capacity: 10 },
})
class ProducerActor {
  constructor(private readonly ledger: Ledger) {}

  @Handle(Produce)
  produce({ producer }: Produce, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    tally.told += 1;
    context.tell(new Item(producer));
  }
}

@Actor({
  keyBy: (message: { consumer: number }) => consumers[message.consumer] as string,
  mailbox: { capacity: 10 },
})
class ConsumerActor {
  constructor(private readonly ledger: Ledger) {}

  @Handle(Consume)
  consume({ consumer }: Consume, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    tally.told += 1;
    context.tell(new Consumed(consumer));
  }
}

const makers: ActorRef<ProducerActor>[] = [];
const takers: ActorRef<ConsumerActor>[] = [];

function producer(number: number, context: ActorContext): ActorRef<ProducerActor> {
  return (makers[number] ??= context.ref(ProducerActor, producers[number]));
}

function consumer(number: number, context: ActorContext): ActorRef<ConsumerActor> {
  return (takers[number] ??= context.ref(ConsumerActor, consumers[number]));
}

export function boundedBufferInNest(): Promise<Scene> {
  return sceneInNest([ManagerActor, ProducerActor, ConsumerActor], (runtime, size, tally) => {
    tally.told = 1;
    runtime.tell(new OpenBuffer(size));
  });
}
