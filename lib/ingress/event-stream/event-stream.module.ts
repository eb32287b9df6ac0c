import { type DynamicModule, Module } from '@nestjs/common';
import { ingressClock } from '../ingress-clock.provider.js';
import { EVENT_STREAM } from './event-stream.constants.js';
import { createEventStreamActor } from './event-stream.actor.js';
import { createEventStreamController } from './event-stream.controller.js';
import { EventStream } from './event-stream.js';
import { type EventStreamOptions, resolveEventStream } from './event-stream-options.js';

/**
 * Lets clients hear, over server-sent events, what is published: the events that `expose` names, and no other.
 *
 * Import it beside `MailboxModule.forRoot()`. Its route is that of an ordinary controller: global guards, prefix, versioning and
 * interceptors hold for it. It may be imported more than once, with different paths.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     MailboxModule.forRoot(),
 *     EventStreamModule.forRoot({ expose: [OrderConfirmed, OrderRejected], keyBy: (event) => event.orderId }),
 *   ],
 * })
 * class AppModule {}
 * ```
 */
@Module({})
export class EventStreamModule {
  /**
   * @param options See {@link EventStreamOptions} for defaults; only `expose` has none.
   * @throws InvalidOptionsError
   */
  static forRoot<const Events extends readonly object[]>(options: EventStreamOptions<Events>): DynamicModule {
    const given = options as unknown as EventStreamOptions;
    const resolved = resolveEventStream(given);
    return {
      module: EventStreamModule,
      imports: given.imports ?? [],
      controllers: [createEventStreamController(given)],
      providers: [
        { provide: EVENT_STREAM, useValue: resolved },
        ingressClock,
        EventStream,
        createEventStreamActor(resolved),
      ],
    };
  }
}
