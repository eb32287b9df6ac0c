import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  Injectable,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { Actor, type ActorContext, Handle, isActorContext } from 'nestjs-mailbox';
import { of, throwError } from 'rxjs';
import { type EnhancerCase, play } from './enhancer-case.js';
import { Place, Placed } from './messages.js';

/** Plays a filter around a handler that fails. */
async function around(
  answer: (error: unknown, host: ArgumentsHost) => unknown,
  thrown: unknown = new RangeError('no'),
): Promise<unknown> {
  @Catch(RangeError)
  @Injectable()
  class Filter implements ExceptionFilter {
    catch(error: unknown, host: ArgumentsHost): unknown {
      return answer(error, host);
    }
  }
  @Actor({ enhancers: true })
  class OrderActor {
    @Handle(Place)
    @UseFilters(Filter)
    place(): void {
      throw thrown;
    }
  }
  return play({ providers: [OrderActor] }, (kit) => kit.tell(new Place('o-1')));
}

const HANDLED = { handled: 1, failed: 0, letters: [] };
const RETURNED = { handled: 0, failed: 0, letters: ['returned-value ReturnedValueError'] };
const failedWith = (name: string): object => ({ handled: 0, failed: 1, letters: [`handler-failed ${name}`] });

export const FILTERS: readonly EnhancerCase[] = [
  {
    name: 'a message is handled when a filter returns, which sees the message and the context',
    run: async () => {
      const seen: unknown[] = [];
      const played = await around((error, host) => {
        if (!isActorContext(host)) throw new Error('no actor is here');
        const [message, context]: [object, ActorContext] = host.getArgs();
        seen.push((error as Error).message, (message as Place).orderId, context.envelope.type);
      });
      return [...seen, played];
    },
    expected: ['no', 'o-1', 'Place', HANDLED],
  },
  {
    name: 'a value that a filter returns is a returned value',
    run: () => around(() => ({ status: 'failed' })),
    expected: RETURNED,
  },
  {
    name: 'so is one that it promises, or emits',
    run: async () => [await around(async () => 42), await around(() => of(42))],
    expected: [RETURNED, RETURNED],
  },
  {
    name: 'an error that a filter throws, or emits, takes the place of the first',
    run: async () => [
      await around(() => {
        throw new SyntaxError('other');
      }),
      await around(() => throwError(() => new SyntaxError('other'))),
    ],
    expected: [failedWith('SyntaxError'), failedWith('SyntaxError')],
  },
  {
    name: 'a filter leaves alone what it does not catch',
    run: () => around(() => undefined, new SyntaxError('other')),
    expected: failedWith('SyntaxError'),
  },
  {
    name: "a handler's filter goes before its class's, and what a guard refuses goes through both",
    run: async () => {
      const log: string[] = [];
      @Catch()
      class Last implements ExceptionFilter {
        catch(error: Error): void {
          log.push(`class ${error.name}`);
        }
      }
      @Catch(RangeError)
      class First implements ExceptionFilter {
        catch(error: Error): void {
          log.push(`method ${error.name}`);
        }
      }
      @Actor({ enhancers: true })
      @UseFilters(Last)
      class OrderActor {
        @Handle(Place)
        @UseFilters(new First())
        place(): void {
          throw new RangeError('no');
        }

        @Handle(Placed)
        @UseGuards({ canActivate: () => false })
        placed(): void {}
      }
      const played = await play({ providers: [OrderActor] }, (kit) => {
        kit.tell(new Place('o-1'));
        kit.tell(new Placed('o-1'));
      });
      return [...log, played];
    },
    expected: ['method RangeError', 'class ForbiddenException', { handled: 2, failed: 0, letters: [] }],
  },
];
