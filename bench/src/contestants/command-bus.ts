import 'reflect-metadata';

import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';

import type { Address, Behaviour, Contestant } from '../contestant.js';
import { type Seat, Seats, unfitForBuses } from './seats.js';

interface Command {
  readonly message: object;
}

type CommandClass = new (message: object) => Command;

function handlerFor(seat: Seat): { readonly command: CommandClass; readonly handler: Type } {
  class Told implements Command {
    constructor(readonly message: object) {}
  }

  @CommandHandler(Told)
  class ToldHandler implements ICommandHandler<Command, void> {
    async execute({ message }: Command): Promise<void> {
      return seat.behaviour(message);
    }
  }
  return { command: Told, handler: ToldHandler };
}

/** A command and its handler for each actor; `execute` is not waited for. */
export const commandBus: Contestant = {
  name: 'cqrs CommandBus',
  library: '@nestjs/cqrs',
  waits: false,
  unfit: unfitForBuses,
  remark: 'calls the handler inside `execute`, in the sender’s stack',
  open: async () => {
    const seats = new Seats();
    const pairs = seats.all.map(handlerFor);
    class BusModule {}
    Module({ imports: [CqrsModule.forRoot()], providers: pairs.map(({ handler }) => handler) })(BusModule);
    const application = await NestFactory.createApplicationContext(BusModule, { logger: ['error', 'warn'] });
    const bus = application.get(CommandBus);
    await application.init();
    return {
      actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
        const { command: Told } = pairs[seats.take(behaviour).number] as { command: CommandClass };
        return { tell: (message) => void bus.execute(new Told(message)) };
      },
      close: () => application.close(),
    };
  },
};
