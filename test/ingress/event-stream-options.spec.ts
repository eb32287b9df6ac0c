import { InvalidOptionsError, MessageType } from 'nestjs-mailbox';
import { EventStreamModule, type EventStreamOptions } from 'nestjs-mailbox/ingress';

class OrderConfirmed {
  constructor(readonly orderId: string) {}
}

class OrderFailed {
  constructor(readonly orderId: string) {}
}

@MessageType('OrderConfirmed')
class Namesake {}

@MessageType('reset')
class Reset {}

@MessageType('two\nlines')
class TwoLines {}

describe('EventStreamModule', () => {
  it.each([
    ['eventStream.expose', {}],
    ['eventStream.expose', { expose: [] }],
    ['eventStream.expose', { expose: OrderConfirmed }],
    ['eventStream.expose[1]', { expose: [OrderConfirmed, 'OrderFailed'] }],
    ['eventStream.expose[1]', { expose: [OrderConfirmed, undefined] }],
    ['eventStream.expose[0]', { expose: [Object] }],
    ['eventStream.expose[0]', { expose: [{}] }],
    ['eventStream.expose[0].event', { expose: [{ event: 'OrderFailed' }] }],
    ['eventStream.expose[0].keyBy', { expose: [{ event: OrderFailed, keyBy: 'orderId' }] }],
    ['eventStream.expose[0].key', { expose: [{ event: OrderFailed, key: 'orderId' }] }],
    ['eventStream.expose[1]', { expose: [OrderConfirmed, Namesake] }],
    ['eventStream.expose[0]', { expose: [Reset] }],
    ['eventStream.expose[0]', { expose: [TwoLines] }],
    ['eventStream.expose[0]', { expose: [class {}] }],
    ['eventStream.keyBy', { expose: [OrderConfirmed], keyBy: 'orderId' }],
    ['eventStream.path', { expose: [OrderConfirmed], path: '' }],
    ['eventStream.source', { expose: [OrderConfirmed], source: 'two words' }],
    ['eventStream.guards', { expose: [OrderConfirmed], guards: 'none' }],
    ['eventStream.window.events', { expose: [OrderConfirmed], window: { events: 0 } }],
    ['eventStream.window.bytes', { expose: [OrderConfirmed], window: { bytes: 1.5 } }],
    ['eventStream.window.size', { expose: [OrderConfirmed], window: { size: 1 } }],
    ['eventStream.clients', { expose: [OrderConfirmed], clients: 0 }],
    ['eventStream.heartbeatMs', { expose: [OrderConfirmed], heartbeatMs: 0 }],
    ['eventStream.retryMs', { expose: [OrderConfirmed], retryMs: -1 }],
    ['eventStream.port', { expose: [OrderConfirmed], port: 1 }],
  ])('refuses %s of %j when it is put together', (path, options) => {
    expect(() => EventStreamModule.forRoot(options as unknown as EventStreamOptions)).toThrow(
      expect.objectContaining({ path, constructor: InvalidOptionsError }) as Error,
    );
  });

  it('knows what a key is made of', () => {
    EventStreamModule.forRoot({ expose: [OrderConfirmed, OrderFailed], keyBy: (event) => event.orderId });
    EventStreamModule.forRoot({ expose: [{ event: OrderFailed, keyBy: (event) => event.orderId }, Keyless] });
    // @ts-expect-error -- one of them has no such field
    EventStreamModule.forRoot({ expose: [OrderConfirmed, Keyless], keyBy: (event) => event.orderId });
    // @ts-expect-error -- nothing is exposed unless it is named
    expect(() => EventStreamModule.forRoot({})).toThrow(InvalidOptionsError);
  });
});

class Keyless {}
