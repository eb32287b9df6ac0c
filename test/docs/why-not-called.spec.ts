import { Actor, ActorContext, Handle, Subscribe } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';

import { readPage } from './pages.js';

class Heard {}
class Order {
  constructor(readonly orderId: string) {}
}
class Wait {}
class Leak {}
class Quit {}

@Actor()
class ListenerActor {
  @Subscribe(Heard)
  hear(): void {}
}

@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
class OrderActor {
  @Handle(Order)
  place(): void {}
}

@Actor({ mailbox: { capacity: 1 } })
class SlowActor {
  @Handle(Wait, { timeoutMs: 1_000 })
  wait(_message: Wait, context: ActorContext): Promise<void> {
    return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve()));
  }
}

@Actor()
class LeakyActor {
  @Handle(Leak)
  leak(_message: Leak, context: ActorContext): void {
    void Promise.resolve()
      .then(() => {})
      .then(() => context.tell(new Order('late')));
  }
}

@Actor({ supervision: { onFailure: 'stop' } })
class FragileActor {
  @Handle(Quit)
  quit(): void {
    throw new Error('on purpose');
  }
}

/** What the table of docs/recipes.md says under "what you see": a way to see it, for each. */
const CAUSES: Readonly<Record<string, (kit: MailboxTestKit) => void>> = {
  'no-recipient': (kit) => kit.tell(new Heard()),
  'invalid-message': (kit) => kit.tell({ orderId: 'o-1' }),
  'invalid-key': (kit) => kit.tell(new Leak(), { key: 'k' }),
  unhandled: (kit) => kit.ref<object>(OrderActor, 'o-1').tell(new Leak()),
  'mailbox-full': (kit) => [new Wait(), new Wait()].forEach((message) => kit.tell(message)),
  'stale-context': (kit) => kit.tell(new Leak()),
  'actor-stopped': (kit) => [new Quit(), new Quit()].forEach((message) => kit.tell(message)),
};

describe('"Why is my handler not called?" in docs/recipes.md', () => {
  const [, section = ''] = readPage('docs/recipes.md').split('## Why is my handler not called?');
  const reasons = [...section.matchAll(/^\| a dead letter `([\w-]+)`/gm)].map(([, reason = '']) => reason);
  let kit: MailboxTestKit;

  beforeEach(async () => {
    kit = await MailboxTestKit.create({
      providers: [ListenerActor, OrderActor, SlowActor, LeakyActor, FragileActor],
      configure: (builder) => builder.setLogger({ log() {}, warn() {}, error() {} }),
      unseenDeadLetters: 'ignore',
    });
  });

  afterEach(() => kit.close());

  it('has a row for each of these dead letters', () => {
    expect(reasons.toSorted((a, b) => a.localeCompare(b))).toEqual(
      Object.keys(CAUSES).toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it.each(Object.entries(CAUSES))('is right about %s', async (reason, cause) => {
    cause(kit);
    await kit.advance(1_000);
    expect(kit.deadLetters().map((letter) => letter.reason)).toContain(reason);
  });

  it('is right about events that nobody hears', async () => {
    kit.publish(new Order('o-1'));
    await kit.settle();
    expect(kit.runtime.snapshot().totals).toMatchObject({ unheard: 1, told: 0 });
  });

  it('is right about a handler that is busy', async () => {
    kit.tell(new Wait());
    while (kit.runtime.snapshot().totals.running === 0) await new Promise(setImmediate);
    const { queued, running, busy } = kit.runtime.snapshot().actors['slow'] ?? {};
    expect({ queued, running, busy }).toEqual({
      queued: 0,
      running: 1,
      busy: [{ address: 'mailbox://slow', handler: 'SlowActor.wait', isStuck: false }],
    });
    await kit.advance(1_000);
  });
});
