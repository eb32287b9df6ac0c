import { Inject, Injectable, Module, type Type } from '@nestjs/common';
import { LazyModuleLoader, NestFactory } from '@nestjs/core';
import { Actor, Handle, MailboxBootError, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';

// Loads of lazy modules that go on at a time. Run in Jest on Nest 12, and by run.ts in a scratch application on Nest 11.

/** Holds somebody back until it is opened. */
class Gate {
  open!: () => void;
  readonly passed = new Promise<void>((resolve) => (this.open = resolve));
}

/** A module with an actor, and the message that it takes. */
interface Feature {
  readonly module: Type<object>;
  readonly message: new () => object;
}

/** @param connect What a factory of the module waits for; its actor has the outcome injected. */
function feature(connect?: () => Promise<string>, more: Type<object>[] = []): Feature {
  class Ask {}
  const name = `late-${Math.random().toString(36).slice(2)}`;
  Object.defineProperty(Ask, 'name', { value: `Ask-${name}` });
  @Actor({ name })
  class LateActor {
    constructor(@Inject('CONNECTION') readonly connection: string) {}

    @Handle(Ask)
    ask(): void {}
  }
  Object.defineProperty(LateActor, 'name', { value: `LateActor-${name}` });
  const connection =
    connect === undefined
      ? { provide: 'CONNECTION', useValue: 'none' }
      : { provide: 'CONNECTION', useFactory: connect };
  @Module({ providers: [LateActor, connection, ...more] })
  class LateModule {}
  return { module: LateModule, message: Ask };
}

/** A feature that is refused: something has its actor injected. */
function faultyFeature(): Feature {
  const { module, message } = feature();
  const [actor] = Reflect.getMetadata('providers', module) as [Type<object>];
  @Injectable()
  class Holder {
    constructor(@Inject(actor) readonly held: object) {}
  }
  (Reflect.getMetadata('providers', module) as unknown[]).push(Holder);
  return { module, message };
}

const outcomeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof MailboxBootError) return error.findings.map(({ code }) => code).join(' ');
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return code ?? message;
  }
};

@Module({ imports: [MailboxModule.forRoot()] })
class AppModule {}

async function inApplication<T>(
  work: (
    load: (feature: Feature) => Promise<unknown>,
    use: (feature: Feature) => Promise<unknown>,
  ) => Promise<T>,
): Promise<T> {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const loader = app.get(LazyModuleLoader);
  const runtime = app.get(MailboxRuntime);
  try {
    return await work(
      ({ module }) => loader.load(() => module),
      ({ message }) => runtime.deliver(new message()),
    );
  } finally {
    await app.close();
  }
}

/** Each of several requests loads one module, and delivers a message to its actor on the next line. */
export function oneModuleByMany(connect?: () => Promise<string>): Promise<readonly string[]> {
  return inApplication((load, use) => {
    const late = feature(connect);
    return Promise.all(Array.from({ length: 5 }, () => outcomeOf(load(late).then(() => use(late)))));
  });
}

/** A module that is refused is loaded by two at a time, while a third loads another one. */
export function aRefusedModuleByTwo(): Promise<readonly string[]> {
  return inApplication((load, use) => {
    const faulty = faultyFeature();
    const sound = feature();
    return Promise.all([
      outcomeOf(load(faulty)),
      outcomeOf(load(faulty)),
      outcomeOf(load(sound).then(() => use(sound))),
    ]);
  });
}

/** One module is held up in a factory, which fails in the end; others are loaded before and after that. */
export function aModuleThatFails(): Promise<readonly string[]> {
  return inApplication(async (load, use) => {
    const gate = new Gate();
    const failing = feature(async () => {
      await gate.passed;
      throw new Error('no database');
    });
    const failed = outcomeOf(load(failing));
    const [before, after] = [feature(), feature()];
    const first = await outcomeOf(load(before).then(() => use(before)));
    gate.open();
    return [await failed, first, await outcomeOf(load(after).then(() => use(after)))];
  });
}

/**
 * A provider begins to load a module in its constructor, and the load ends when the application has been initialised, or before.
 *
 * @param endsAfter Whether it waits for that.
 */
export async function loadedByAConstructor(
  endsAfter: boolean,
  isFirst: boolean,
  isSound = true,
): Promise<readonly string[]> {
  const late = isSound ? feature() : faultyFeature();
  const gate = new Gate();
  if (!endsAfter) gate.open();
  let loaded: Promise<unknown> | undefined;
  @Injectable()
  class WarmUp {
    constructor(@Inject(LazyModuleLoader) loader: LazyModuleLoader) {
      loaded = loader.load(async () => {
        await gate.passed;
        return late.module;
      });
      loaded.catch(() => {}); // looked at below
    }
  }
  @Module({ providers: [WarmUp] })
  class WarmModule {}
  const modules = [MailboxModule.forRoot(), WarmModule];
  @Module({ imports: isFirst ? modules.toReversed() : modules })
  class WarmAppModule {}

  const app = await NestFactory.create(WarmAppModule, { logger: false, abortOnError: false });
  if (!endsAfter) await loaded;
  const initialised = await outcomeOf(app.init());
  gate.open();
  const outcome = await outcomeOf(Promise.resolve(loaded));
  const used = await outcomeOf(app.get(MailboxRuntime).deliver(new late.message()));
  await app.close().catch(() => {});
  return [initialised, outcome, used];
}

/** Every case by its name, with what it has to come to. */
export const LAZY_LOADS: Record<
  string,
  readonly [run: () => Promise<readonly string[]>, expected: readonly string[]]
> = {
  'one module by many': [oneModuleByMany, ['done', 'done', 'done', 'done', 'done']],
  'one module by many, with a factory that takes a while': [
    () => oneModuleByMany(() => new Promise((resolve) => setImmediate(resolve, 'a connection'))),
    ['done', 'done', 'done', 'done', 'done'],
  ],
  'a refused module by two': [aRefusedModuleByTwo, ['ACTOR_INJECTED', 'ACTOR_INJECTED', 'done']],
  'a module that fails beside others': [aModuleThatFails, ['no database', 'done', 'done']],
  'by a constructor, after the application': [
    () => loadedByAConstructor(true, false),
    ['done', 'done', 'done'],
  ],
  'by a constructor that comes before the mailboxes, after the application': [
    () => loadedByAConstructor(true, true),
    ['done', 'done', 'done'],
  ],
  'by a constructor, before the application': [
    () => loadedByAConstructor(false, true),
    ['done', 'done', 'done'],
  ],
  'a refused one by a constructor, after the application': [
    () => loadedByAConstructor(true, true, false),
    ['done', 'ACTOR_INJECTED', 'NO_RECIPIENT'],
  ],
  'a refused one by a constructor, before the application': [
    () => loadedByAConstructor(false, true, false),
    ['ACTOR_INJECTED', 'done', 'MAILBOX_CLOSED'],
  ],
};
