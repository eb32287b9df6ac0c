import { Inject, Injectable, Module, Optional, Scope, type Type } from '@nestjs/common';
import { LazyModuleLoader, ModuleRef } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  Actor,
  ActorContext,
  ActorRef,
  getActorToken,
  Handle,
  InjectActor,
  MailboxBootError,
  MailboxClosedError,
  MailboxModule,
  type MailboxOptionsInput,
  MailboxRuntime,
  Subscribe,
} from 'nestjs-mailbox';
import { closeFailed, compileApplication, findingsOf, nextActivity } from './test-application.js';

class Add {
  constructor(
    readonly account: string,
    readonly amount: number,
  ) {}
}

class Added {
  constructor(
    readonly account: string,
    readonly total: number,
  ) {}
}

/** What actors did, in order; each application has its own. */
@Injectable()
class Diary {
  readonly entries: string[] = [];
}

@Actor({ keyBy: (message: { account: string }) => message.account })
class AccountActor {
  #total = 0;

  constructor(protected readonly diary: Diary) {}

  @Handle(Add)
  add(message: Add, context: ActorContext): void {
    this.#total += message.amount;
    this.diary.entries.push(`${message.account} ${this.#total}`);
    context.publish(new Added(message.account, this.#total));
  }
}

@Actor({ name: 'audit' })
class AuditActor {
  constructor(private readonly diary: Diary) {}

  @Subscribe(Added)
  note(event: Added): void {
    this.diary.entries.push(`audit ${event.account} ${event.total}`);
  }
}

@Module({ providers: [AccountActor, AuditActor, Diary], exports: [Diary] })
class AccountsModule {}

describe('an application with actors', () => {
  it('finds actors in any module, gives them their dependencies, and routes by message class and key', async () => {
    const { module, runtime } = await compileApplication({ imports: [AccountsModule] });
    await module.init();
    runtime.tell(new Add('a', 1));
    runtime.tell(new Add('b', 5));
    runtime.tell(new Add('a', 2));
    await module.close();
    expect(module.get(Diary).entries).toEqual(
      expect.arrayContaining(['a 1', 'a 3', 'b 5', 'audit a 1', 'audit a 3', 'audit b 5']),
    );
    expect(runtime.snapshot().totals).toMatchObject({ told: 6, handled: 6, dead: 0 });
  });

  it('injects refs into any module, by class and by name, and answers getActorToken', async () => {
    @Injectable()
    class Teller {
      @InjectActor('audit')
      readonly audit!: ActorRef;

      constructor(@InjectActor(AccountActor) readonly accounts: ActorRef<AccountActor>) {}
    }
    @Module({ providers: [Teller] })
    class TellerModule {}

    const { module } = await compileApplication({ imports: [TellerModule, AccountsModule] });
    await module.init();
    const { accounts, audit } = module.get(Teller);
    accounts.tell(new Add('a', 1));
    await module.close();
    expect(module.get(Diary).entries).toEqual(['a 1', 'audit a 1']);
    expect([String(accounts), String(audit)]).toEqual(['mailbox://account', 'mailbox://audit']);
    expect(module.get(getActorToken(AccountActor))).toBe(accounts);
  });

  it('leaves an optional ref to an actor that is missing undefined, wherever it is injected', async () => {
    const token = getActorToken('warehouse');
    @Injectable()
    class Checkout {
      @Optional()
      @InjectActor('warehouse')
      readonly property?: ActorRef;

      constructor(
        @Optional() @InjectActor('warehouse') readonly parameter: ActorRef | undefined,
        @Optional() @InjectActor('audit') readonly audit: ActorRef | undefined,
      ) {}
    }
    @Actor()
    class CheckoutActor {
      constructor(
        @Optional() @InjectActor('warehouse') private readonly warehouse: ActorRef | undefined,
        private readonly diary: Diary,
      ) {}

      @Handle(Add)
      add(): void {
        this.diary.entries.push(String(this.warehouse));
      }
    }
    const made = {
      provide: 'MADE',
      useFactory: (...refs: unknown[]) => refs,
      inject: [{ token, optional: true }],
    };
    const { module, runtime } = await compileApplication({
      providers: [Checkout, CheckoutActor, AuditActor, Diary, made],
    });
    await module.init();
    const { property, parameter, audit } = module.get(Checkout);
    runtime.tell(new Add('a', 1));
    await module.close();
    expect([property, parameter, ...module.get<unknown[]>('MADE')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(String(audit)).toBe('mailbox://audit');
    expect(module.get(Diary).entries).toEqual(['undefined']);
  });

  it('refuses a ref to a missing actor to whoever insists on it, beside one who does not', async () => {
    @Injectable()
    class Insists {
      constructor(@InjectActor('warehouse') readonly warehouse: ActorRef) {}
    }
    @Injectable()
    class DoesNot {
      constructor(@Optional() @InjectActor('warehouse') readonly warehouse?: ActorRef) {}
    }
    const findings = await findingsOf({ providers: [Insists, DoesNot] });
    expect(findings.map(({ code, className }) => [code, className])).toEqual([['MISSING_ACTOR', 'Insists']]);
  });

  it('injects by token and by property, keeps optional dependencies optional, and honours a token of a module', async () => {
    @Actor()
    class MixedActor {
      @Inject('PROPERTY')
      readonly property!: string;

      @Optional()
      @Inject('NOBODY')
      readonly nobody?: string = 'default';

      constructor(
        @Inject('PARAMETER') readonly parameter: string,
        private readonly diary: Diary,
        @Optional() @Inject('NOBODY') readonly missing?: string,
      ) {}

      @Handle(Add)
      add(): void {
        this.diary.entries.push(`${this.parameter} ${this.property} ${this.nobody} ${this.missing}`);
      }
    }
    const { module, runtime } = await compileApplication({
      providers: [
        MixedActor,
        Diary,
        { provide: 'PARAMETER', useFactory: () => Promise.resolve('parameter') },
        { provide: 'PROPERTY', useValue: 'property' },
      ],
    });
    await module.init();
    runtime.tell(new Add('a', 1));
    await module.close();
    expect(module.get(Diary).entries).toEqual(['parameter property default undefined']);
  });

  it('gives every instance a transient dependency of its own, and shares the others', async () => {
    let made = 0;
    @Injectable({ scope: Scope.TRANSIENT })
    class Cursor {
      readonly number = (made += 1);
    }
    @Actor({ keyBy: (message: { account: string }) => message.account })
    class CursorActor {
      constructor(
        private readonly cursor: Cursor,
        private readonly diary: Diary,
      ) {}

      @Handle(Add)
      add(message: Add): void {
        this.diary.entries.push(`${message.account} ${this.cursor.number}`);
      }
    }
    const { module, runtime } = await compileApplication({ providers: [CursorActor, Cursor, Diary] });
    await module.init();
    for (const account of ['a', 'b', 'a']) runtime.tell(new Add(account, 1));
    await module.close();
    const entries = module.get(Diary).entries;
    expect(new Set(entries).size).toBe(2);
    expect(entries).toHaveLength(3);
  });

  it('never has an instance made by Nest', async () => {
    let made = 0;
    @Actor()
    class CountedActor {
      constructor() {
        made += 1;
      }

      @Handle(Add)
      add(): void {}
    }
    const { module } = await compileApplication({ providers: [CountedActor] });
    expect(() => module.get(CountedActor)).toThrow(/transient/);
    expect(made).toBe(0);
    await module.init();
    expect(made).toBe(1);
    await module.close();
    expect(made).toBe(1);
  });

  it('hands what a cell needs to a module that it imports', async () => {
    const { module } = await compileApplication({ imports: [AccountsModule] });
    await module.init();
    expect(module.get(ModuleRef).get(MailboxRuntime, { strict: false }).state).toBe('running');
    await module.close();
  });

  it('calls the method that a handler was at the start, whatever becomes of its class later', async () => {
    const calls: string[] = [];
    @Actor()
    class BareActor {
      @Handle(Add)
      add(): void {
        calls.push('as it was');
      }
    }
    const { module, runtime } = await compileApplication({ providers: [BareActor] });
    await module.init();
    BareActor.prototype.add = () => void calls.push('replaced');
    runtime.tell(new Add('a', 1));
    Reflect.deleteProperty(BareActor.prototype, 'add');
    runtime.tell(new Add('b', 1));
    await module.close();
    expect(calls).toEqual(['as it was', 'as it was']);
  });
});

describe('the life of an application', () => {
  it('keeps what constructors and hooks tell, and handles it when every module has bootstrapped', async () => {
    @Injectable()
    class Eager {
      constructor(
        private readonly runtime: MailboxRuntime,
        private readonly diary: Diary,
      ) {
        runtime.tell(new Add('constructor', 1));
      }

      onModuleInit(): void {
        this.runtime.tell(new Add('init', 1));
      }

      async onApplicationBootstrap(): Promise<void> {
        await this.runtime.deliver(new Add('bootstrap', 1));
        await Promise.resolve();
        this.diary.entries.push('bootstrapped');
      }
    }
    const { module, runtime } = await compileApplication({ imports: [AccountsModule], providers: [Eager] });
    await expect(runtime.deliver(new Add('early', 1))).rejects.toThrow(MailboxClosedError);
    await module.init();
    await module.close();
    const { entries } = module.get(Diary);
    expect(entries[0]).toBe('bootstrapped');
    expect(entries.slice(1)).toEqual(expect.arrayContaining(['constructor 1', 'init 1', 'bootstrap 1']));
  });

  it('keeps what constructors tell a ref', async () => {
    @Injectable()
    class Eager {
      constructor(@InjectActor('audit') audit: ActorRef<AuditActor>) {
        audit.tell(new Added('ref', 0));
      }
    }
    const { module } = await compileApplication({ imports: [AccountsModule], providers: [Eager] });
    await module.init();
    await module.close();
    expect(module.get(Diary).entries).toEqual(['audit ref 0']);
  });

  it('drains before anything is destroyed: providers of the same module, of others, and global ones', async () => {
    const order: string[] = [];
    @Injectable()
    class Connection {
      isOpen = true;

      onModuleDestroy(): void {
        order.push('destroyed');
        this.isOpen = false;
      }
    }
    @Actor()
    class WritingActor {
      constructor(private readonly connection: Connection) {}

      @Handle(Add)
      async add(): Promise<void> {
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`handled ${this.connection.isOpen}`);
      }

      async onDeactivate(): Promise<void> {
        await Promise.resolve();
        order.push(`deactivated ${this.connection.isOpen}`);
      }
    }
    @Module({ providers: [Connection], exports: [Connection] })
    class ConnectionModule {}
    const globally = { module: ConnectionModule, global: true };

    for (const imports of [[ConnectionModule], [globally]]) {
      order.length = 0;
      const { module, runtime } = await compileApplication({ imports, providers: [WritingActor] });
      await module.init();
      runtime.tell(new Add('a', 1));
      await module.close();
      expect(order).toEqual(['handled true', 'deactivated true', 'destroyed']);
    }
    order.length = 0;
    const { module, runtime } = await compileApplication({ providers: [WritingActor, Connection] });
    await module.init();
    runtime.tell(new Add('a', 1));
    await module.close();
    expect(order).toEqual(['handled true', 'deactivated true', 'destroyed']);
  });

  it('leaves the start to the application with autoStart: false', async () => {
    const { module, runtime } = await compileApplication({
      imports: [AccountsModule],
      options: { autoStart: false },
    });
    await module.init();
    runtime.tell(new Add('a', 1));
    expect(runtime.state).toBe('registered');
    const handled = nextActivity(runtime, 'handled');
    await runtime.start();
    await handled;
    expect(module.get(Diary).entries[0]).toBe('a 1');
    await module.close();
  });

  it('does not come up when an actor cannot be activated', async () => {
    @Actor()
    class BrokenActor {
      onActivate(): void {
        throw new Error('no database');
      }

      @Handle(Add)
      add(): void {}
    }
    const { module } = await compileApplication({ providers: [BrokenActor] });
    await expect(module.init()).rejects.toThrow(/BrokenActor could not be activated at start: no database/);
    await closeFailed(module);
  });

  it('says that init() was missing when it is closed with messages that nobody handled', async () => {
    const { module, runtime, logger } = await compileApplication({ imports: [AccountsModule] });
    runtime.tell(new Add('a', 1));
    await module.close();
    expect(logger.lines.join('\n')).toMatch(
      /1 message\(s\) were told to an application that was never initialised/,
    );
    expect(runtime.deadLetters.list()).toMatchObject([{ reason: 'shutdown', envelope: { type: 'Add' } }]);
  });

  it('says nothing of init() when nobody told anything, or when the application was initialised', async () => {
    const silent = await compileApplication({ imports: [AccountsModule] });
    await silent.module.close();
    const initialised = await compileApplication({ imports: [AccountsModule] });
    await initialised.module.init();
    initialised.runtime.tell(new Add('a', 1));
    await initialised.module.close();
    expect([...silent.logger.lines, ...initialised.logger.lines].join('\n')).not.toContain(
      'never initialised',
    );
  });

  it('shares nothing with another application in the same process', async () => {
    const [one, two] = await Promise.all([
      compileApplication({ imports: [AccountsModule] }),
      compileApplication({ imports: [AccountsModule] }),
    ]);
    await Promise.all([one.module.init(), two.module.init()]);
    one.runtime.tell(new Add('a', 1));
    one.module.get<ActorRef<AccountActor>>(getActorToken(AccountActor)).tell(new Add('a', 2));
    await one.module.close();
    expect(two.runtime.state).toBe('running');
    two.runtime.tell(new Add('a', 10));
    await two.module.close();
    expect(one.module.get(Diary).entries).toEqual(expect.arrayContaining(['a 1', 'a 3']));
    expect(two.module.get(Diary).entries).toEqual(['a 10', 'audit a 10']);
  });

  it('comes up again after it was closed, as hot reload does', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { module, runtime } = await compileApplication({ imports: [AccountsModule] });
      await module.init();
      runtime.tell(new Add('a', 1));
      await module.close();
      expect(module.get(Diary).entries).toEqual(['a 1', 'audit a 1']);
    }
  });
});

describe('overrides in tests', () => {
  it('puts a subclass in the place of an actor: under its name, with the handlers that it overrides', async () => {
    class DoublingActor extends AccountActor {
      override add(message: Add): void {
        this.diary.entries.push(`double ${message.amount * 2}`);
      }
    }
    const { module, runtime } = await compileApplication({
      imports: [AccountsModule],
      override: (builder) => builder.overrideProvider(AccountActor).useClass(DoublingActor),
    });
    await module.init();
    runtime.ref(AccountActor, 'a').tell(new Add('a', 2));
    runtime.ref(DoublingActor, 'a').tell(new Add('a', 3));
    await module.close();
    expect(module.get(Diary).entries).toEqual(['double 4', 'double 6']);
    expect(Object.keys(runtime.snapshot().actors)).toContain('account');
  });

  it('keeps the name of the token when the subclass is decorated as well', async () => {
    @Actor()
    class FakeActor extends AccountActor {}
    const { module, runtime } = await compileApplication({
      providers: [{ provide: AccountActor, useClass: FakeActor }, Diary],
    });
    await module.init();
    expect(Object.keys(runtime.snapshot().actors)).toEqual(['account']);
    await module.close();
  });

  it('puts anything in the place of a ref, of an actor that is there or not', async () => {
    @Injectable()
    class Teller {
      constructor(@InjectActor(AccountActor) readonly accounts: ActorRef<AccountActor>) {}
    }
    const told: object[] = [];
    const fake = { tell: (message: object) => told.push(message) };
    for (const imports of [[AccountsModule], []]) {
      const { module } = await compileApplication({
        imports,
        providers: [Teller],
        override: (builder) => builder.overrideProvider(getActorToken(AccountActor)).useValue(fake),
      });
      await module.init();
      module.get(Teller).accounts.tell(new Add('a', 1));
      await module.close();
    }
    expect(told).toHaveLength(2);
  });

  it('gives actors the dependencies that a test has overridden', async () => {
    const diary = new Diary();
    const { module, runtime } = await compileApplication({
      imports: [AccountsModule],
      override: (builder) => builder.overrideProvider(Diary).useValue(diary),
    });
    await module.init();
    runtime.tell(new Add('a', 1));
    await module.close();
    expect(diary.entries).toEqual(['a 1', 'audit a 1']);
  });
});

describe('forRootAsync', () => {
  const OPTIONS: MailboxOptionsInput = { autoStart: false };

  @Injectable()
  class OptionsFactory {
    createMailboxOptions(): Promise<MailboxOptionsInput> {
      return Promise.resolve(OPTIONS);
    }
  }
  @Module({
    providers: [OptionsFactory, { provide: 'OPTIONS', useValue: OPTIONS }],
    exports: [OptionsFactory, 'OPTIONS'],
  })
  class ConfigurationModule {}

  it.each([
    ['useFactory', { inject: ['OPTIONS'], useFactory: (options: MailboxOptionsInput) => options }],
    ['an asynchronous useFactory', { useFactory: () => Promise.resolve(OPTIONS) }],
    ['useClass', { useClass: OptionsFactory }],
    ['useExisting', { useExisting: OptionsFactory }],
  ])('takes options from %s', async (_, options) => {
    const module = await Test.createTestingModule({
      imports: [MailboxModule.forRootAsync({ imports: [ConfigurationModule], ...options })],
    }).compile();
    await module.init();
    expect(module.get(MailboxRuntime).state).toBe('registered');
    await module.close();
  });

  it('reports options that do not work when the application initialises', async () => {
    const module = await Test.createTestingModule({
      imports: [MailboxModule.forRootAsync({ useFactory: () => ({ capacity: 1 }) as MailboxOptionsInput })],
    }).compile();
    await expect(module.init()).rejects.toThrow(MailboxBootError);
    await closeFailed(module);
  });
});

describe('lazy modules', () => {
  const lateActor = (): Type<object> => {
    @Actor({ name: `late-${Math.random().toString(36).slice(2)}` })
    class LateActor {
      constructor(private readonly diary: Diary) {}

      @Handle(Add)
      add(message: Add): void {
        this.diary.entries.push(`late ${message.amount}`);
      }
    }
    return LateActor;
  };

  it('has the actors of a module that is loaded later, and the refs that only that module asks for', async () => {
    const { module, runtime } = await compileApplication({});
    await module.init();
    let LateTeller: Type<{ readonly late: ActorRef }> | undefined;
    const moduleRef = await module.get(LazyModuleLoader).load(() => {
      const LateActor = lateActor();
      @Injectable()
      class Teller {
        constructor(@InjectActor(LateActor) readonly late: ActorRef) {}
      }
      @Module({ providers: [LateActor, Teller, Diary] })
      class LateModule {}
      LateTeller = Teller;
      return Promise.resolve(LateModule);
    });
    moduleRef.get(LateTeller as NonNullable<typeof LateTeller>).late.tell(new Add('a', 1));
    runtime.tell(new Add('a', 2));
    const diary = moduleRef.get(Diary);
    await module.close();
    expect(diary.entries).toEqual(['late 1', 'late 2']);
  });

  it('gives a ref to an actor that comes with the module to whoever loads it, where it was missing before', async () => {
    @Injectable()
    class Early {
      constructor(@Optional() @InjectActor('latest') readonly latest?: ActorRef) {}
    }
    @Actor({ name: 'latest' })
    class LatestActor {
      @Handle(Add)
      add(): void {}
    }
    @Injectable()
    class Late {
      constructor(@InjectActor('latest') readonly latest: ActorRef) {}
    }
    @Module({ providers: [LatestActor, Late] })
    class LatestModule {}
    const { module } = await compileApplication({ providers: [Early] });
    await module.init();
    const moduleRef = await module.get(LazyModuleLoader).load(() => LatestModule);
    expect(module.get(Early).latest).toBeUndefined();
    expect(String(moduleRef.get(Late).latest)).toBe('mailbox://latest');
    await module.close();
  });

  it('refuses a module that is at fault, as often as it is loaded, and not the one that is loaded after it', async () => {
    const { module, runtime } = await compileApplication({});
    await module.init();
    const loader = module.get(LazyModuleLoader);
    const GoodActor = lateActor();
    @Injectable()
    class Holder {
      constructor(@Inject(GoodActor) readonly actor: object) {}
    }
    const BadActor = lateActor();
    @Injectable()
    class BadHolder {
      constructor(@Inject(BadActor) readonly actor: object) {}
    }
    @Module({ providers: [BadActor, BadHolder, Diary] })
    class BadModule {}
    @Actor({ name: 'good' })
    class Good {
      @Subscribe(Added)
      added(): void {}
    }
    @Module({ providers: [Good] })
    class GoodModule {}
    @Module({ providers: [GoodActor, Holder, Diary] })
    class AnotherBadModule {}
    @Module({ imports: [BadModule] })
    class AroundModule {}
    await expect(loader.load(() => BadModule)).rejects.toThrow(MailboxBootError);
    await expect(loader.load(() => BadModule)).rejects.toThrow(/BadHolder/);
    await expect(loader.load(() => AroundModule)).rejects.toThrow(/BadHolder/);
    await loader.load(() => GoodModule);
    expect(Object.keys(runtime.snapshot().actors)).toContain('good');
    await expect(loader.load(() => AnotherBadModule)).rejects.toThrow(/Holder/);
    await module.close();
  });

  it('registers each actor once, however many modules are loaded, one after the other or at a time', async () => {
    const { module, runtime } = await compileApplication({ providers: [AuditActor, Diary] });
    await module.init();
    const loader = module.get(LazyModuleLoader);
    const subscriber = (name: string): Type<object> => {
      @Actor({ name })
      class LateSubscriber {
        @Subscribe(Added)
        added(): void {}
      }
      @Module({ providers: [LateSubscriber] })
      class LateModule {}
      return LateModule;
    };
    await loader.load(() => Promise.resolve(subscriber('one')));
    await Promise.all(['two', 'three'].map((name) => loader.load(() => Promise.resolve(subscriber(name)))));
    expect(Object.keys(runtime.snapshot().actors).sort()).toEqual(['audit', 'one', 'three', 'two']);
    await module.close();
  });

  it('rejects the load of a module that contradicts what is there', async () => {
    const { module, runtime } = await compileApplication({ imports: [AccountsModule] });
    await module.init();
    @Module({ providers: [lateActor(), Diary] })
    class SecondOwnerModule {}
    await expect(module.get(LazyModuleLoader).load(() => Promise.resolve(SecondOwnerModule))).rejects.toThrow(
      /TWO_OWNERS/,
    );
    expect(Object.keys(runtime.snapshot().actors)).toEqual(['account', 'audit']);
    await module.close();
  });
});
