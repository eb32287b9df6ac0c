import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';

class Behind {}
class Wrapped {}
class Rest {}

const seen: Record<string, unknown> = {};

/** As tracing decorators do: passes on whatever it is given. */
function traced(_target: object, _name: string, descriptor: PropertyDescriptor): void {
  const method = descriptor.value as (...args: unknown[]) => unknown;
  descriptor.value = function (...args: unknown[]): unknown {
    seen['traced'] = args[1];
    return method.apply(this, args);
  };
}

function tracedByRest(_target: object, _name: string, descriptor: PropertyDescriptor): void {
  const method = descriptor.value as (message: unknown) => unknown;
  descriptor.value = function (message: unknown, ...rest: unknown[]): unknown {
    seen['traced by rest'] = rest[0];
    return method.call(this, message);
  };
}

@Actor()
class WatcherActor {
  @Handle(Behind)
  behind(_message: Behind, context: ActorContext | 'none' = 'none'): void {
    seen['behind a default'] = context;
  }

  @traced
  @Handle(Wrapped)
  wrapped(_message: Wrapped): void {
    seen['wrapped'] = true;
  }

  @tracedByRest
  @Handle(Rest)
  rest(_message: Rest): void {
    seen['rest'] = arguments.length;
  }
}

it('a context is made for every handler that can see one, whatever another decorator has put in its place', async () => {
  const kit = await MailboxTestKit.create({ providers: [WatcherActor] });
  for (const message of [new Behind(), new Wrapped(), new Rest()]) kit.tell(message);
  await kit.settle();
  await kit.close();
  expect(seen).toEqual({
    'behind a default': expect.any(ActorContext),
    traced: expect.any(ActorContext),
    wrapped: true,
    'traced by rest': expect.any(ActorContext),
    rest: 1,
  });
});
