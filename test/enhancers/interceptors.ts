import { type CallHandler, type ExecutionContext, Injectable, UseInterceptors } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import {
  catchError,
  EMPTY,
  finalize,
  map,
  merge,
  type Observable,
  of,
  retry,
  Subject,
  take,
  tap,
} from 'rxjs';
import { type EnhancerCase, gate, play } from './enhancer-case.js';
import { Place } from './messages.js';

type Intercept = (handle: () => Observable<unknown>) => Observable<unknown>;

/** Plays one interceptor around a handler that returns what it is told to, though it says that it returns nothing. */
async function around(intercept: Intercept, handle: (log: string[]) => unknown, count = 1): Promise<unknown> {
  const log: string[] = [];
  @Injectable()
  class Interceptor {
    intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
      return intercept(() => next.handle().pipe(tap({ next: (value) => log.push(`saw ${String(value)}`) })));
    }
  }
  @Actor({ enhancers: true })
  class OrderActor {
    @Handle(Place)
    @UseInterceptors(Interceptor as never)
    place(): void {
      return handle(log) as undefined;
    }
  }
  const played = await play({ providers: [OrderActor] }, (kit) => {
    for (let left = count; left > 0; left -= 1) kit.tell(new Place('o-1'));
  });
  return [...log, played];
}

const nothing = (): void => {};
const HANDLED = { handled: 1, failed: 0, letters: [] };
const RETURNED = { handled: 0, failed: 0, letters: ['returned-value ReturnedValueError'] };
const failedWith = (name: string): object => ({ handled: 0, failed: 1, letters: [`handler-failed ${name}`] });

export const INTERCEPTORS: readonly EnhancerCase[] = [
  {
    name: 'an interceptor sees that a handler has returned, and nothing else',
    run: () => around((handle) => handle(), nothing),
    expected: ['saw undefined', HANDLED],
  },
  {
    name: 'a value that an interceptor makes of the result is a returned value',
    run: () => around((handle) => handle().pipe(map(() => 42)), nothing),
    expected: ['saw undefined', RETURNED],
  },
  {
    name: 'a value that the handler returns is not for its interceptor, and stays one when that hides it',
    run: () =>
      around(
        (handle) => handle().pipe(map(() => undefined)),
        () => 42,
      ),
    expected: ['saw undefined', RETURNED],
  },
  {
    name: 'a value that the handler promises is not for its interceptor either',
    run: () =>
      around(
        (handle) => handle().pipe(map(() => undefined)),
        () => Promise.resolve(null),
      ),
    expected: ['saw undefined', RETURNED],
  },
  {
    name: 'an Observable that the handler returns is not subscribed to',
    run: () =>
      around(
        (handle) => handle(),
        (log) => of(1).pipe(tap(() => log.push('subscribed'))),
      ),
    expected: ['saw undefined', RETURNED],
  },
  {
    name: 'an error that an interceptor throws does not turn a value into a failure',
    run: () =>
      around(
        (handle) =>
          handle().pipe(
            map(() => {
              throw new Error('no');
            }),
          ),
        () => 42,
      ),
    expected: ['saw undefined', RETURNED],
  },
  {
    name: 'an interceptor may handle an error itself',
    run: () =>
      around(
        (handle) => handle().pipe(catchError(() => of(undefined))),
        () => {
          throw new RangeError('no');
        },
      ),
    expected: [HANDLED],
  },
  {
    name: 'an interceptor may leave the handler out, with one undefined',
    run: () =>
      around(
        () => of(undefined),
        (log) => void log.push('called'),
      ),
    expected: [HANDLED],
  },
  {
    name: 'an interceptor that emits nothing fails the attempt',
    run: () => around(() => EMPTY, nothing),
    expected: [failedWith('EmptyError')],
  },
  {
    name: 'an interceptor may call the handler again when it has failed, within the attempt',
    run: () => {
      let calls = 0;
      return around(
        (handle) => handle().pipe(retry(2)),
        (log) => {
          log.push('called');
          if (++calls < 3) throw new Error('not yet');
        },
      );
    },
    expected: ['called', 'called', 'called', 'saw undefined', HANDLED],
  },
  {
    name: 'an interceptor cannot have the handler run twice at once',
    run: () =>
      around(
        (handle) => merge(handle(), handle()),
        async (log) => void log.push('called'),
      ),
    expected: ['called', failedWith('OutOfTurnError')],
  },
  {
    name: 'an interceptor that does not wait for the handler does not let the next message in',
    run: async () => {
      const { opened, open } = gate();
      const begun = new Subject<undefined>();
      const log: string[] = [];
      const result = await around(
        (handle) => merge(handle(), begun).pipe(take(1), finalize(open)),
        async () => {
          log.push('begins');
          begun.next(undefined);
          await opened;
          await new Promise(setImmediate);
          log.push('ends');
        },
        2,
      );
      return [...log, result];
    },
    expected: ['begins', 'ends', 'begins', 'ends', [{ handled: 2, failed: 0, letters: [] }]],
  },
  {
    name: 'a failure that an interceptor did not wait for fails the attempt after all',
    run: () => {
      const begun = new Subject<undefined>();
      return around(
        (handle) => merge(handle(), begun).pipe(take(1)),
        async () => {
          begun.next(undefined);
          await new Promise(setImmediate);
          throw new RangeError('late');
        },
      );
    },
    expected: [failedWith('RangeError')],
  },
  {
    name: 'an interceptor that keeps its handler for later gets nothing out of it',
    run: async () => {
      const kept: (() => Observable<unknown>)[] = [];
      const log: string[] = [];
      const result = await around(
        (handle) => {
          kept.push(handle);
          return handle();
        },
        () => void log.push('called'),
      );
      await new Promise<void>((resolve) =>
        kept[0]?.().subscribe({ error: (error: Error) => resolve(void log.push(error.name)) }),
      );
      return [...log, result];
    },
    expected: ['called', 'OutOfTurnError', ['saw undefined', HANDLED]],
  },
];
