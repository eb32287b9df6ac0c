import 'reflect-metadata';

import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule, EventBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';

import type { Address, Behaviour, Contestant } from '../contestant.js';
import { type Seat, Seats, unfitForBuses } from './seats.js';

interface Event {
  readonly message: object;
}

type EventClass = new (message: object) => Event;

function handlerFor(seat: Seat): { readonly event: EventClass; readonly handler: Type } {
  class Told implements Event {
    constructor(readonly message: object) {}
  }

  @EventsHandler(Told)
  class ToldHandler implements IEventHandler<Event> {
    handle({ message }: Event): void | Promise<void> {
      return seat.behaviour(message);
    }
  }
  return { event: Told, handler: ToldHandler };
}

/** An event and one handler of it for each actor. */
export const eventBus: Contestant = {
  name: 'cqrs EventBus',
  library: '@nestjs/cqrs',
  waits: false,
  unfit: unfitForBuses,
  open: async () => {
    const seats = new Seats();
    const pairs = seats.all.map(handlerFor);
    class BusModule {}
    Module({ imports: [CqrsModule.forRoot()], providers: pairs.map(({ handler }) => handler) })(BusModule);
    const application = await NestFactory.createApplicationContext(BusModule, { logger: ['error', 'warn'] });
    const bus = application.get(EventBus);
    await application.init();
    return {
      actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
        const { event: Told } = pairs[seats.take(behaviour).number] as { event: EventClass };
        return { tell: (message) => void bus.publish(new Told(message)) };
      },
      close: () => application.close(),
    };
  },
};
