import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { Actor, ActorContext, Handle, isActorContext } from 'nestjs-mailbox';
import { finalize, type Observable } from 'rxjs';
import { type EnhancerCase, gate, play } from './enhancer-case.js';
import { Place, Placed } from './messages.js';

const log: string[] = [];

/** Says when a handler begins and ends. */
class Bounds implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!isActorContext(execution)) throw new Error('no actor is here');
    const { key, envelope } = execution.getArgByIndex(1);
    log.push(`${String(key)} begins ${envelope.attempt}`);
    return next.handle().pipe(finalize(() => log.push(`${String(key)} ends`)));
  }
}

const keyBy = (message: { orderId: string }): string => message.orderId;

export const GUARANTEES: readonly EnhancerCase[] = [
  {
    name: 'one message at a time, in order, and each key on its own',
    run: async () => {
      const { opened, open } = gate();
      @Actor({ enhancers: true, keyBy })
      @UseInterceptors(Bounds)
      class OrderActor {
        #sum = 0;

        @Handle(Place)
        async place({ orderId, quantity }: Place): Promise<void> {
          if (orderId === 'a') await opened;
          this.#sum = this.#sum * 10 + quantity;
          log.push(`${orderId} ${this.#sum}`);
          if (this.#sum === 34) open();
        }
      }
      log.length = 0;
      const played = await play({ providers: [OrderActor] }, (kit) => {
        for (const quantity of [1, 2]) kit.tell(new Place('a', quantity));
        for (const quantity of [3, 4]) kit.tell(new Place('b', quantity));
      });
      const of = (key: string): string[] => log.filter((line) => line.startsWith(key));
      return [...of('a'), ...of('b'), log.indexOf('b 34') < log.indexOf('a 1'), played];
    },
    expected: [
      'a begins 1',
      'a 1',
      'a ends',
      'a begins 1',
      'a 12',
      'a ends',
      'b begins 1',
      'b 3',
      'b ends',
      'b begins 1',
      'b 34',
      'b ends',
      true,
      { handled: 4, failed: 0, letters: [] },
    ],
  },
  {
    name: 'retry after a pause, then supervision: the fresh instance is behind the same enhancers',
    run: async () => {
      let instances = 0;
      @Actor({ enhancers: true, supervision: { onFailure: 'restart', backoffMs: 0 } })
      @UseInterceptors(Bounds)
      class OrderActor {
        readonly #number = ++instances;

        @Handle(Place, { retry: { attempts: 2, backoffMs: 1_000 } })
        place({ orderId }: Place): void {
          log.push(`${orderId} on ${this.#number}`);
          if (orderId === 'bad') throw new RangeError('no');
        }
      }
      log.length = 0;
      const played = await play({ providers: [OrderActor] }, async (kit) => {
        kit.tell(new Place('bad'));
        kit.tell(new Place('good'));
        await kit.settle();
        log.push('a second later');
        await kit.advance(1_000);
      });
      return [...log.filter((line) => !line.endsWith('ends')), played];
    },
    expected: [
      'undefined begins 1',
      'bad on 1',
      'a second later',
      'undefined begins 2',
      'bad on 1',
      'undefined begins 1',
      'good on 2',
      { handled: 1, failed: 2, letters: ['handler-failed RangeError RangeError'] },
    ],
  },
  {
    name: 'a guard that waits runs into the time limit of the handler, whose signal it can have',
    run: async () => {
      @Actor({ enhancers: true })
      class OrderActor {
        @Handle(Place, { timeoutMs: 1_000 })
        @UseGuards({
          canActivate: async (execution) => {
            if (!isActorContext(execution)) return false;
            const { signal } = execution.getArgByIndex(1);
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            log.push('aborted');
            return true;
          },
        })
        place(): void {}
      }
      log.length = 0;
      const played = await play({ providers: [OrderActor] }, async (kit) => {
        kit.tell(new Place('o-1'));
        await kit.advance(1_001);
      });
      return [...log, played];
    },
    expected: ['aborted', { handled: 0, failed: 1, letters: ['timed-out HandlerTimeoutError'] }],
  },
  {
    name: 'stash, timers and sends work as without',
    run: async () => {
      @Actor({ enhancers: true })
      @UseInterceptors(Bounds)
      class OrderActor {
        #isOpen = false;

        @Handle(Place)
        place({ orderId }: Place, context: ActorContext): void {
          if (!this.#isOpen) {
            context.schedule.once('open', 1_000, new Placed(orderId));
            return context.stash();
          }
          log.push(`${orderId} placed`);
        }

        @Handle(Placed)
        open(_message: Placed, context: ActorContext): void {
          this.#isOpen = true;
          context.unstashAll();
        }
      }
      log.length = 0;
      const played = await play({ providers: [OrderActor] }, async (kit) => {
        kit.tell(new Place('o-1'));
        kit.tell(new Place('o-2'));
        await kit.advance(1_000);
      });
      return [...log.filter((line) => line.startsWith('o-')), played];
    },
    expected: ['o-1 placed', 'o-2 placed', { handled: 3, failed: 0, letters: [] }],
  },
];
