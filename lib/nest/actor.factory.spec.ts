import { Inject, Injectable, Optional, type Provider, Scope } from '@nestjs/common';
import { INQUIRER, ModulesContainer } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Actor } from './actor.decorator.js';
import { createActorFactory } from './actor.factory.js';
import type { FoundActor } from './exploration.js';
import type { Constructor, InstanceWrapper } from './nest-container.js';

async function factoryOf(type: Constructor, providers: Provider[]): Promise<() => object | Promise<object>> {
  const module = await Test.createTestingModule({ providers: [type as never, ...providers] }).compile();
  const wrappers = [...module.get(ModulesContainer).values()].flatMap((host) => [...host.providers.values()]);
  const wrapper = wrappers.find(({ token }) => token === type) as InstanceWrapper;
  return createActorFactory({ type, wrapper } as FoundActor);
}

@Injectable()
class Shared {}

let made = 0;
@Injectable({ scope: Scope.TRANSIENT })
class Fresh {
  readonly number = (made += 1);
}

/** Remembers for whom it was made. */
@Injectable({ scope: Scope.TRANSIENT })
class Labelled {
  readonly label: string;

  constructor(@Inject(INQUIRER) inquirer: object) {
    this.label = inquirer.constructor.name;
  }
}

describe('createActorFactory', () => {
  it('fails for an instance that looks like a promise: whoever awaits it would wait for ever', async () => {
    @Actor()
    class ThenActor {
      // oxlint-disable-next-line unicorn/no-thenable -- what this test is about
      readonly then = (): void => {};
    }
    const create = await factoryOf(ThenActor, []);
    expect(() => create()).toThrow('ThenActor has a member named then');
  });

  it('makes real instances, at once, with the same dependencies', async () => {
    @Actor()
    class PlainActor {
      @Inject(Shared)
      readonly property!: Shared;

      @Optional()
      @Inject('NOBODY')
      readonly preset: string = 'preset';

      #own = 0;

      constructor(readonly parameter: Shared) {}

      count(): number {
        return (this.#own += 1);
      }
    }
    const create = await factoryOf(PlainActor, [Shared]);
    const [one, two] = [create() as PlainActor, create() as PlainActor];
    expect(one).toBeInstanceOf(PlainActor);
    expect(one).not.toBe(two);
    expect([one.count(), one.count(), two.count()]).toEqual([1, 2, 1]);
    expect(one.parameter).toBe(two.parameter);
    expect(one.property).toBe(one.parameter);
    expect(one.preset).toBe('preset');
  });

  it('asks Nest for every instance of an actor with a transient dependency', async () => {
    @Actor()
    class FreshActor {
      @Inject(Fresh)
      readonly property!: Fresh;

      constructor(readonly shared: Shared) {}
    }
    const create = await factoryOf(FreshActor, [Shared, Fresh]);
    const [one, two] = [(await create()) as FreshActor, (await create()) as FreshActor];
    expect(one.property.number).not.toBe(two.property.number);
    expect(one.shared).toBe(two.shared);
  });

  it('takes the constructor of a parent class as its own', async () => {
    abstract class Parent {
      constructor(readonly shared: Shared) {}
    }
    @Actor()
    class Child extends Parent {
      constructor(shared: Shared) {
        super(shared);
      }
    }
    @Actor()
    class Grandchild extends Child {}
    const create = await factoryOf(Grandchild, [Shared]);
    expect((create() as Grandchild).shared).toBeInstanceOf(Shared);
  });

  it('lets a transient dependency know for which class it is made', async () => {
    @Actor()
    class InquiringActor {
      constructor(readonly labelled: Labelled) {}
    }
    const create = await factoryOf(InquiringActor, [Labelled]);
    expect(((await create()) as InquiringActor).labelled.label).toBe('InquiringActor');
  });
});
