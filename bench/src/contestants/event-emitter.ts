import 'reflect-metadata';

import { Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';

import type { Address, Behaviour, Contestant } from '../contestant.js';
import { type Seat, Seats, unfitForBuses } from './seats.js';

function listenerFor(seat: Seat): Type {
  @Injectable()
  class Listener {
    @OnEvent(`told.${seat.number}`)
    told(message: object): void | Promise<void> {
      return seat.behaviour(message);
    }
  }
  return Listener;
}

/** An event name and one listener for each actor. */
export const eventEmitter: Contestant = {
  name: 'Nest event emitter',
  library: '@nestjs/event-emitter',
  waits: false,
  unfit: unfitForBuses,
  remark: 'calls the listener inside `emit`, in the sender’s stack; for reference',
  open: async () => {
    const seats = new Seats();
    class EmitterModule {}
    Module({ imports: [EventEmitterModule.forRoot()], providers: seats.all.map(listenerFor) })(EmitterModule);
    const application = await NestFactory.createApplicationContext(EmitterModule, {
      logger: ['error', 'warn'],
    });
    const emitter = application.get(EventEmitter2);
    return {
      actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
        const event = `told.${seats.take(behaviour).number}`;
        return { tell: (message) => void emitter.emit(event, message) };
      },
      close: () => application.close(),
    };
  },
};
