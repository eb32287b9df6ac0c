import { Injectable } from '@nestjs/common';
import { Actor, ActorContext, Handle as On, MailboxRuntime } from 'nestjs-mailbox';
import { Counted, CountUp, ReadCount } from './messages.js';

@Actor()
export class CounterActor {
  readonly #seen: string[] = [];
  readonly #readers = new Map<string, (count: number) => void>();

  constructor(private readonly mailbox: MailboxRuntime) {}

  @On(CountUp)
  async countUp(message: CountUp, context: ActorContext) {
    message.count += 1;
    this.mailbox.tell(new Counted(message.id));
    await context.tell(new Counted(message.id));
    context.publish(new Counted(this.#seen));
    this.#seen.push(message.id);
    return this.#seen.length;
  }

  @On(ReadCount)
  read({ id }: ReadCount): void {
    this.#readers.get(id)?.(this.#seen.length);
  }

  ask(id: string): Promise<number> {
    return new Promise((resolve) => this.#readers.set(id, resolve));
  }
}

@Injectable()
export class Reader {
  constructor(private readonly counter: CounterActor) {}
}
