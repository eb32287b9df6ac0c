import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, UseGuards, UseInterceptors } from '@nestjs/common';
import { Actor, type ActorContext, Handle, isActorContext } from 'nestjs-mailbox';
import { first, type Observable, Subject, switchMap } from 'rxjs';
import { type EnhancerCase, play } from './enhancer-case.js';
import { Place } from './messages.js';

const storage = new AsyncLocalStorage<string>();

type Intercept = (next: CallHandler) => Observable<unknown> | Promise<Observable<unknown>>;

/** Plays an interceptor around a handler, and tells in whose store the handler ran, before and after an await. */
async function storesWith(intercept: Intercept, end?: () => void): Promise<unknown> {
  const stores: unknown[] = [];
  @Actor({ enhancers: true })
  class OrderActor {
    @Handle(Place)
    @UseInterceptors({ intercept: (_: ExecutionContext, next: CallHandler) => intercept(next) })
    async place(): Promise<void> {
      stores.push(storage.getStore() ?? 'no store');
      await Promise.resolve();
      stores.push(storage.getStore() ?? 'no store');
    }
  }
  const played = await play({ providers: [OrderActor] }, async (kit) => {
    kit.tell(new Place('o-1'));
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    end?.();
  });
  return [...stores, played];
}

const HANDLED = { handled: 1, failed: 0, letters: [] };

export const ISOLATION: readonly EnhancerCase[] = [
  {
    name: 'a handler whose interceptor waits does not run in the store of whoever ends the wait',
    run: () => {
      const ready = new Subject<boolean>();
      return storesWith(
        (next) =>
          ready.pipe(
            first(Boolean),
            switchMap(() => next.handle()),
          ),
        () => storage.run('somebody else', () => ready.next(true)),
      );
    },
    expected: ['no store', 'no store', HANDLED],
  },
  {
    name: 'a store that an interceptor puts around the handler is seen by it',
    run: () => storesWith((next) => storage.run('a transaction', () => next.handle())),
    expected: ['a transaction', 'a transaction', HANDLED],
  },
  {
    name: 'a store that an interceptor puts around the handler after an await is seen by it',
    run: () =>
      storesWith(async (next) => {
        await Promise.resolve();
        return storage.run('a transaction', () => next.handle());
      }),
    expected: ['a transaction', 'a transaction', HANDLED],
  },
  {
    name: 'a guard cannot put the context of another attempt in the place of its own',
    run: async () => {
      const contexts: ActorContext[] = [];
      const handled: string[] = [];
      let open = (): void => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      const guard = {
        async canActivate(execution: ExecutionContext): Promise<boolean> {
          if (!isActorContext(execution)) throw new Error('no actor is here');
          const args = execution.getArgs();
          contexts.push(args[1]);
          if (contexts.length === 1) {
            await opened;
            return false;
          }
          args[1] = contexts[0] as ActorContext;
          return true;
        },
      };
      @Actor({ enhancers: true, keyBy: (message: { orderId: string }) => message.orderId })
      class OrderActor {
        @Handle(Place)
        @UseGuards(guard)
        place({ orderId }: Place): void {
          handled.push(orderId);
        }
      }
      const played = await play({ providers: [OrderActor] }, async (kit) => {
        kit.tell(new Place('denied'));
        kit.tell(new Place('swapping'));
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
        open();
      });
      return [...handled, played];
    },
    expected: [
      { handled: 0, failed: 2, letters: ['handler-failed TypeError', 'handler-failed ForbiddenException'] },
    ],
  },
];
