import { SetMetadata } from '@nestjs/common';
import { Actor } from './actor.decorator.js';
import { Handle } from './handle.decorator.js';
import { MailboxMetadataAccessor } from './mailbox-metadata.accessor.js';
import { Subscribe } from './subscribe.decorator.js';

class Ping {}
class Pong {}

@Actor({ name: 'parent' })
class Parent {
  @Handle(Ping, { timeoutMs: 5 })
  @Subscribe(Pong)
  both(): void {}

  @Handle(Ping)
  kept(): void {}

  @SetMetadata('roles', [])
  plain(): void {}

  @Handle(Ping)
  static lost(): void {}
}

class Child extends Parent {
  override both(): void {}

  @Subscribe(Pong)
  override kept(): void {}
}

describe('MailboxMetadataAccessor', () => {
  const accessor = new MailboxMetadataAccessor();
  const methodOf = (type: typeof Parent, name: string) =>
    accessor.methodsOf(type).find((method) => method.name === name);

  it('reads the actor, through subclasses, and nothing from other things', () => {
    expect(accessor.findActor(Parent)).toEqual({ name: 'parent', options: { name: 'parent' } });
    expect(accessor.findActor(Child)).toEqual(accessor.findActor(Parent));
    expect([accessor.findActor(Ping), accessor.findActor('parent'), accessor.findActor(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads several decorators of one method in the order in which they are written', () => {
    expect(methodOf(Parent, 'both')?.handlers).toEqual([
      { kind: 'handle', message: Ping, options: { timeoutMs: 5 } },
      { kind: 'subscribe', message: Pong, options: {} },
    ]);
  });

  it('keeps the handlers of a method that a subclass overrides without decorating it', () => {
    expect(methodOf(Child, 'both')?.handlers).toEqual(methodOf(Parent, 'both')?.handlers);
    expect(methodOf(Child, 'both')?.method).toBe(Reflect.get(Child.prototype, 'both'));
  });

  it('replaces them when the subclass decorates it', () => {
    expect(methodOf(Child, 'kept')?.handlers).toMatchObject([{ kind: 'subscribe', message: Pong }]);
    expect(methodOf(Parent, 'kept')?.handlers).toMatchObject([{ kind: 'handle', message: Ping }]);
  });

  it("sees other libraries' metadata, and not its own or the compiler's", () => {
    expect(methodOf(Parent, 'plain')?.foreignKeys).toEqual(['roles']);
    expect(methodOf(Parent, 'both')?.foreignKeys).toEqual([]);
  });

  it('keeps finding handlers when another decorator has wrapped the method', () => {
    const Wrap = (): MethodDecorator => (_prototype, _name, descriptor) => {
      (descriptor as PropertyDescriptor).value = function wrapped(): void {};
    };
    class Wrapped {
      @Wrap()
      @Handle(Ping)
      ping(): void {}
    }
    expect(accessor.methodsOf(Wrapped)[0]?.handlers).toMatchObject([{ kind: 'handle', message: Ping }]);
  });

  it('tells what a decorator stands on, in the class and its parents', () => {
    const symbol = Symbol('symbol');
    const Handler = Handle(Ping) as unknown as (prototype: object, name: string | symbol) => void;
    class Odd extends Parent {
      get accessor(): () => void {
        return () => {};
      }

      field = (): void => {};

      [symbol](): void {}

      onActivate(): void {}
    }
    for (const name of ['accessor', 'field', symbol, 'onActivate']) Handler(Odd.prototype, name);
    expect(accessor.decoratedMembersOf(Odd)).toEqual([
      { name: 'both', kind: 'method' },
      { name: 'kept', kind: 'method' },
      { name: 'accessor', kind: 'accessor' },
      { name: 'field', kind: 'field' },
      { name: 'Symbol(symbol)', kind: 'symbol' },
      { name: 'onActivate', kind: 'lifecycle method' },
      { name: 'lost', kind: 'static method' },
    ]);
    expect(accessor.decoratedMembersOf(Ping)).toEqual([]);
  });
});
