import { type Type, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Actor, Handle, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';
import type { ActorDefinition } from 'nestjs-mailbox/runtime';
import { testContext } from 'nestjs-mailbox/testing';
import { MAILBOX_DEFINITIONS_HOOK } from '../../lib/nest/index.js';
import { gate } from '../enhancers/enhancer-case.js';

class Ping {}
class Pong {}

@Actor({ enhancers: true })
class SomeGuardedActor {
  @Handle(Ping)
  ping(): void {}

  @Handle(Pong)
  @UseGuards({ canActivate: () => true })
  pong(): void {}
}

/** What each handler of an actor answers to the runtime's call. */
async function outcomesOf(actor: Type<object>): Promise<Record<string, unknown>> {
  let definitions: readonly ActorDefinition[] = [];
  const module = await Test.createTestingModule({ imports: [MailboxModule.forRoot()], providers: [actor] })
    .overrideProvider(MAILBOX_DEFINITIONS_HOOK)
    .useValue((given: readonly ActorDefinition[]) => (definitions = given))
    .compile();
  await module.init();
  const [definition] = definitions as [ActorDefinition];
  const instance = await definition.create();
  const outcomes = definition.handlers.map(({ method, invoke }) => [
    method,
    invoke.call(instance, new Ping(), testContext()),
  ]);
  await Promise.all(outcomes.map(([, outcome]) => outcome));
  await module.close();
  return Object.fromEntries(outcomes) as Record<string, unknown>;
}

describe('a handler', () => {
  it('is called directly where nothing is bound to it, and through Nest where something is', async () => {
    expect(await outcomesOf(SomeGuardedActor)).toEqual({
      ping: undefined,
      pong: expect.any(Promise) as unknown,
    });
  });
});

describe('a drain', () => {
  it('calls no handler whose guard comes to an end after the deadline', async () => {
    const { opened, open } = gate();
    let calls = 0;
    @Actor({ enhancers: true })
    class SlowlyGuardedActor {
      @Handle(Ping)
      @UseGuards({ canActivate: () => opened.then(() => true) })
      ping(): void {
        calls += 1;
      }
    }
    const module = await Test.createTestingModule({
      imports: [MailboxModule.forRoot({ drainTimeoutMs: 0 })],
      providers: [SlowlyGuardedActor],
    })
      .setLogger({ log() {}, warn() {}, error() {} })
      .compile();
    await module.init();
    const runtime = module.get(MailboxRuntime);
    runtime.tell(new Ping());
    await new Promise(setImmediate);
    expect(runtime.snapshot().totals.running).toBe(1);
    await module.close();
    open();
    await new Promise(setImmediate);
    expect(calls).toBe(0);
    expect(runtime.deadLetters.list().map(({ reason }) => reason)).toEqual(['shutdown']);
  });
});
