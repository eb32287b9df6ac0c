import {
  type ArgumentMetadata,
  BadRequestException,
  Injectable,
  type PipeTransform,
  UsePipes,
} from '@nestjs/common';
import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { type EnhancerCase, play } from './enhancer-case.js';
import { Place } from './messages.js';

const log: string[] = [];

@Injectable()
class ClampPipe implements PipeTransform<Place, Place> {
  transform(message: Place, { type, metatype }: ArgumentMetadata): Place {
    log.push(`${type} ${String(metatype?.name)} ${message.constructor.name}`);
    if (message.quantity < 0) throw new BadRequestException('a negative quantity');
    return new Place(message.orderId, Math.min(message.quantity, 10));
  }
}

@Actor({ enhancers: true })
@UsePipes(ClampPipe)
class OrderActor {
  @Handle(Place)
  @UsePipes({ transform: (message: Place) => new Place(`piped-${message.orderId}`, message.quantity) })
  place(message: Place, context: ActorContext): void {
    const { message: original } = context.envelope as { message: unknown };
    log.push(`${message.orderId} ${message.quantity} of ${(original as Place).quantity}`);
  }
}

export const PIPES: readonly EnhancerCase[] = [
  {
    name: 'pipes of class and method make what the handler gets, of the message and of nothing else',
    run: async () => {
      log.length = 0;
      const played = await play({ providers: [OrderActor] }, (kit) => kit.tell(new Place('o-1', 12)));
      return [...log, played];
    },
    expected: ['body Place Place', 'piped-o-1 10 of 12', { handled: 1, failed: 0, letters: [] }],
  },
  {
    name: 'a message that a pipe refuses is a dead letter',
    run: async () => {
      log.length = 0;
      const played = await play({ providers: [OrderActor] }, (kit) => kit.tell(new Place('o-1', -1)));
      return [...log, played];
    },
    expected: [
      'body Place Place',
      { handled: 0, failed: 1, letters: ['handler-failed BadRequestException'] },
    ],
  },
  {
    name: 'a message that a pipe would take for a promise does not choose what the handler gets',
    run: async () => {
      log.length = 0;
      class Step extends Place {
        // oxlint-disable-next-line unicorn/no-thenable -- what this case is about
        then(resolve: (message: Place) => void): void {
          resolve(new Place('another'));
        }
      }
      @Actor({ enhancers: true })
      class StepActor {
        @Handle(Step)
        @UsePipes({ transform: (message: object) => message })
        step(message: Step): void {
          log.push(message.orderId);
        }
      }
      const played = await play({ providers: [StepActor] }, (kit) => kit.tell(new Step('o-1')));
      return [...log, played];
    },
    expected: [{ handled: 0, failed: 1, letters: ['handler-failed TypeError'] }],
  },
];
