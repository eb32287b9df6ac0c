import { jest } from '@jest/globals';
import { actor, Gate, handle, Universe } from '../../test/universe.js';
import { type ActorContext, occasionOf } from './actor-context.js';
import type { Activity } from './activity.js';
import type { HandlerDefinition } from './actor-definition.js';
import { type Delivery, nearestPending } from './delivery.js';
import { MemoryMailbox } from './memory-mailbox.js';
import { suspectReplyWaits } from './runtime.js';

class Begin {
  constructor(readonly key = 'k') {}
}
class Ask {}
class AskOn {}
class Answer {
  constructor(readonly key = 'k') {}
}
class Unrelated {}
class Other {}
class Later {}

const STUCK_MS = 30_000;

describe('Suspected reply waits', () => {
  let universe: Universe;
  let activities: Activity[];
  let gate: Gate;

  beforeEach(() => (gate = new Gate()));
  afterEach(async () => {
    gate.open();
    await universe.quiet();
  });

  /** Handlers that send something and stay pending until the gate opens. */
  const waits = (send: (context: ActorContext) => void) => async (_: object, context: ActorContext) => {
    send(context);
    await gate.opened;
  };
  const answers = (_: object, context: ActorContext): void => context.tell(new Answer());
  const ignores = (): void => {};

  async function open(...definitions: [name: string, handlers: HandlerDefinition[]][]): Promise<void> {
    universe = await Universe.of(definitions.map(([name, handlers]) => actor(name, handlers)));
    activities = universe.record();
  }

  const reports = () => activities.filter(({ type }) => type === 'suspected-reply-wait');
  const members = () => reports().map((report) => report.members);

  it('reports a handler whose answer waits behind it, after stuckAfterMs, with its message and the answer', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(Answer, ignores),
        ],
      ],
      ['stock', [handle(Ask, answers)]],
    );
    universe.runtime.tell(new Begin());
    await universe.advance(STUCK_MS - 1);
    expect(reports()).toEqual([]);
    await universe.advance(1);
    expect(reports()).toMatchObject([
      {
        address: 'mailbox://order',
        handler: expect.stringMatching(/^OrderActor\./),
        envelope: { type: 'Begin', id: 'm-1' },
        answer: { type: 'Answer', id: 'm-3', from: 'mailbox://stock' },
        members: ['mailbox://order'],
      },
    ]);
    const [line] = universe.logger.texts('warn').filter((text) => text.includes('seems to wait'));
    expect(line).toMatch(
      /^OrderActor\.\w+ of mailbox:\/\/order, busy with Begin \(m-1\), seems to wait for Answer \(m-3\): that follows/,
    );
    expect(reports()[0]?.detail).toBe(line);
  });

  it('finds an answer that came over two others, and was sent with options of its own', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask(), { ttlMs: 60_000 })),
          ),
          handle(Answer, ignores),
        ],
      ],
      [
        'stock',
        [handle(Ask, (_, context) => context.tell(new AskOn(), { correlationId: 'c', causationId: 'x' }))],
      ],
      ['depot', [handle(AskOn, (_, context) => context.ref('order').tell(new Answer(), context))]],
    );
    universe.runtime.tell(new Begin());
    await universe.advance(STUCK_MS);
    expect(members()).toEqual([['mailbox://order']]);
  });

  it.each([
    ['at once', (context: ActorContext) => context.tell(new AskOn())],
    [
      'when its handler is stuck already',
      (context: ActorContext) => context.schedule.once('later', STUCK_MS + 1, new Later()),
    ],
  ])('finds an answer that came over others %s, where nobody observes the activity', async (_when, goOn) => {
    universe = await Universe.of([
      actor('order', [
        handle(
          Begin,
          waits((context) => context.tell(new Ask())),
        ),
        handle(Answer, ignores),
      ]),
      actor('stock', [
        handle(Ask, (_, context) => goOn(context)),
        handle(Later, (_, context) => context.tell(new AskOn())),
      ]),
      actor('depot', [handle(AskOn, answers)]),
    ]);
    universe.runtime.tell(new Begin());
    await universe.advance(STUCK_MS);
    await universe.advance(STUCK_MS);
    expect(universe.logger.texts('warn').filter((text) => text.includes('seems to wait'))).toHaveLength(1);
  });

  it('finds an answer that was sent after an await, to a question that was asked after one', async () => {
    await open(
      [
        'order',
        [
          handle(Begin, async (_, context) => {
            await Promise.resolve();
            context.tell(new Ask());
            await gate.opened;
          }),
          handle(Answer, ignores),
        ],
      ],
      [
        'stock',
        [
          handle(Ask, async (_, context) => {
            await Promise.resolve();
            context.tell(new Answer());
          }),
        ],
      ],
    );
    universe.runtime.tell(new Begin());
    await universe.advance(STUCK_MS);
    expect(members()).toEqual([['mailbox://order']]);
  });

  it('finds an answer that comes long after its handler was stuck', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(Answer, ignores),
        ],
      ],
      [
        'stock',
        [
          handle(Ask, (_, context) => context.schedule.once('later', 40_000, new Later())),
          handle(Later, answers),
        ],
      ],
    );
    universe.runtime.tell(new Begin());
    await universe.advance(40_000);
    expect(reports()).toEqual([]);
    await universe.advance(20_000);
    expect(members()).toEqual([['mailbox://order']]);
  });

  it('reports each wait once, and the next one again', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(Answer, ignores),
        ],
      ],
      ['stock', [handle(Ask, answers)]],
    );
    universe.runtime.tell(new Begin());
    universe.runtime.tell(new Begin());
    await universe.advance(100 * STUCK_MS);
    expect(suspectReplyWaits(universe.runtime)).toHaveLength(1);
    expect(reports()).toHaveLength(1);
    gate.open();
    gate = new Gate();
    await universe.advance(2 * STUCK_MS);
    expect(reports().map(({ envelope }) => envelope?.id)).toEqual(['m-1', 'm-2']);
  });

  it('reports two that are pending on each other as a circle, once', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(AskOn, ignores),
        ],
      ],
      [
        'stock',
        [
          handle(
            Ask,
            waits((context) => context.tell(new AskOn())),
          ),
        ],
      ],
    );
    universe.runtime.tell(new Begin());
    await universe.advance(10 * STUCK_MS);
    expect(members()).toEqual([['mailbox://order', 'mailbox://stock']]);
    expect(reports()[0]?.detail).toMatch(
      /^2 handlers seem to wait for each other: OrderActor\.\w+ of mailbox:\/\/order, busy with Begin \(m-1\), for mailbox:\/\/stock; StockActor/,
    );
  });

  it('reports two that began apart and told each other as a circle', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(AskOn, ignores),
        ],
      ],
      [
        'stock',
        [
          handle(
            Other,
            waits((context) => context.tell(new AskOn())),
          ),
          handle(Ask, ignores),
        ],
      ],
    );
    universe.runtime.tell(new Begin());
    universe.runtime.tell(new Other());
    await universe.advance(10 * STUCK_MS);
    expect(members()).toEqual([['mailbox://order', 'mailbox://stock']]);
  });

  it('reports a circle of three, and names its members in their order', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(Answer, ignores),
        ],
      ],
      [
        'stock',
        [
          handle(
            Ask,
            waits((context) => context.tell(new AskOn())),
          ),
        ],
      ],
      [
        'depot',
        [
          handle(
            AskOn,
            waits((context) => context.tell(new Answer())),
          ),
        ],
      ],
    );
    universe.runtime.tell(new Begin());
    await universe.advance(10 * STUCK_MS);
    expect(members()).toEqual([['mailbox://order', 'mailbox://stock', 'mailbox://depot']]);
  });

  it('reports nothing for a message that has nothing to do with the handler, in the same conversation or not', async () => {
    await open([
      'order',
      [
        handle(
          Begin,
          waits(() => {}),
        ),
        handle(Answer, ignores),
        handle(Unrelated, ignores),
        handle(Other, ignores),
      ],
    ]);
    universe.runtime.tell(new Begin(), { correlationId: 'c' });
    universe.runtime.tell(new Answer(), { correlationId: 'c', causationId: 'm-1' });
    universe.runtime.tell(new Unrelated());
    await universe.advance(10 * STUCK_MS);
    expect(reports()).toEqual([]);
  });

  it('reports nothing for a slow handler whose queue comes from what it has sent nothing to', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(Unrelated, ignores),
        ],
      ],
      ['stock', [handle(Ask, ignores), handle(Other, (_, context) => context.tell(new Unrelated()))]],
    );
    universe.runtime.tell(new Begin());
    universe.runtime.tell(new Other());
    await universe.advance(10 * STUCK_MS);
    expect(universe.runtime.snapshot().actors['order']).toMatchObject({ queued: 1 });
    expect(reports()).toEqual([]);
  });

  it('reports nothing for what a handler has told itself, now or in earlier messages', async () => {
    await open([
      'order',
      [
        handle(Begin, async (_, context) => {
          context.tell(new Later());
          context.tell(new Other());
        }),
        handle(
          Later,
          waits((context) => context.tell(new Other())),
        ),
        handle(Other, ignores),
      ],
    ]);
    universe.runtime.tell(new Begin());
    await universe.advance(10 * STUCK_MS);
    expect(universe.runtime.snapshot().actors['order']).toMatchObject({ queued: 2 });
    expect(reports()).toEqual([]);
  });

  it('reports nothing for an answer to an earlier, settled handler, or to a settled one of another actor', async () => {
    const first = new Gate();
    await open(
      [
        'order',
        [
          handle(Begin, async (_, context) => {
            context.tell(new Ask());
            await first.opened;
          }),
          handle(Answer, ignores),
          handle(
            Other,
            waits(() => {}),
          ),
        ],
      ],
      [
        'stock',
        [
          handle(Ask, (_, context) => context.schedule.once('later', 10, new Later())),
          handle(Later, answers),
        ],
      ],
    );
    universe.runtime.tell(new Begin());
    universe.runtime.tell(new Other());
    await universe.quiet();
    first.open();
    await universe.advance(10 * STUCK_MS);
    expect(universe.runtime.snapshot().actors['order']).toMatchObject({ queued: 1, running: 1 });
    expect(reports()).toEqual([]);
  });

  it('looks at what came back from the stash as well', async () => {
    await open(
      [
        'order',
        [
          handle(Other, (_, context) => context.stash()),
          handle(Begin, async (_, context) => {
            context.tell(new Ask());
            await turns();
            context.unstashAll();
            await gate.opened;
          }),
          handle(Answer, ignores),
        ],
      ],
      ['stock', [handle(Ask, answers)]],
    );
    universe.runtime.tell(new Other());
    universe.runtime.tell(new Begin());
    await universe.advance(STUCK_MS);
    expect(members()).toEqual([['mailbox://order']]);
  });

  it('answers at once, for a test, and has nothing to say once a handler has settled', async () => {
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(Answer, ignores),
        ],
      ],
      ['stock', [handle(Ask, answers)]],
    );
    universe.runtime.tell(new Begin());
    await universe.quiet();
    expect(suspectReplyWaits(universe.runtime)).toEqual([
      expect.stringContaining('seems to wait for Answer'),
    ]);
    expect(reports()).toHaveLength(1);
    gate.open();
    await universe.quiet();
    expect(suspectReplyWaits(universe.runtime)).toEqual([]);
  });

  it('keeps no conversation: a message holds no more above it than is pending, and the one it comes from', async () => {
    const lengths: number[] = [];
    const begun: Gate[] = [];
    // Each handler is pending until the next one has begun, so that a link from each to the one before is made.
    const passesOn = (next: object) => async (_: object, context: ActorContext) => {
      begun.at(-1)?.open();
      const gone = new Gate();
      begun.push(gone);
      if (begun.length < 500) context.tell(next);
      else gone.open();
      lengths.push(linksAbove(occasionOf(context) as Delivery));
      await gone.opened;
    };
    await open(
      ['order', [handle(Ask, passesOn(new AskOn()))]],
      ['stock', [handle(AskOn, passesOn(new Ask()))]],
    );
    universe.runtime.tell(new Ask());
    await universe.quiet();
    expect(lengths).toHaveLength(500);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2);
    expect(universe.totals).toMatchObject({ handled: 500, running: 0 });
  });

  it('keeps no conversation either where nothing is pending and nobody looks on', async () => {
    const lengths: number[] = [];
    const passOn = (_: object, context: ActorContext): void => {
      lengths.push(linksAbove(occasionOf(context) as Delivery));
      if (lengths.length < 500) context.tell(lengths.length % 2 === 0 ? new Ask() : new AskOn());
    };
    universe = await Universe.of([
      actor('order', [handle(Ask, passOn)]),
      actor('stock', [handle(AskOn, passOn)]),
    ]);
    universe.runtime.tell(new Ask());
    await universe.quiet();
    expect(lengths).toHaveLength(500);
    expect(Math.max(...lengths)).toBe(1);
  });

  it('takes no attempt for pending that has failed and waits for its next one', async () => {
    const attempts: Delivery[] = [];
    const failsOnce = (_: object, context: ActorContext): void => {
      attempts.push(occasionOf(context) as Delivery);
      if (attempts.length === 1) throw new Error('the shelf is locked');
    };
    await open([
      'order',
      [handle(Begin, failsOnce, { retry: { attempts: 2, backoffMs: 1_000, jitter: false } })],
    ]);
    universe.runtime.tell(new Begin());
    await universe.quiet();
    expect([attempts.length, nearestPending(attempts[0])]).toEqual([1, undefined]);
    await universe.advance(1_000);
    expect(attempts).toHaveLength(2);
  });

  it('looks at no queue while nothing is overdue', async () => {
    const looks = jest.spyOn(MemoryMailbox.prototype, 'waiting');
    await open(
      [
        'order',
        [
          handle(
            Begin,
            waits((context) => context.tell(new Ask())),
          ),
          handle(Answer, ignores),
        ],
      ],
      ['stock', [handle(Ask, answers)]],
    );
    universe.runtime.tell(new Begin());
    await universe.advance(STUCK_MS - 1);
    expect(looks).not.toHaveBeenCalled();
    await universe.advance(1);
    expect(looks).toHaveBeenCalledTimes(1);
    looks.mockRestore();
  });

  it('writes ten lines for thirty waits, and says how many more there are', async () => {
    universe = await Universe.of([
      actor(
        'order',
        [
          handle(Begin, async ({ key }, context) => {
            context.tell(new Answer(key), { key }); // to itself: no answer
            context.ref('echo', key).tell(new Ask(), context);
            await gate.opened;
          }),
          handle(Answer, ignores),
        ],
        { keyBy: ({ key }: Begin) => key },
      ),
      actor('echo', [handle(Ask, (_, context) => context.tell(new Answer(context.key)))], {
        keyBy: () => '',
      }),
    ]);
    activities = universe.record();
    for (let n = 0; n < 30; n += 1) universe.runtime.tell(new Begin(`k-${n}`));
    await universe.advance(STUCK_MS);
    expect(reports()).toHaveLength(30);
    const lines = () => universe.logger.texts('warn').filter((text) => text.includes('wait'));
    expect(lines().filter((text) => text.includes('seems to wait'))).toHaveLength(10);
    await universe.advance(10_000);
    expect(lines()).toContain('20 more suspected reply waits were not logged, see runtime.activity');
  });
});

async function turns(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

function linksAbove(delivery: Delivery): number {
  let length = 0;
  for (let { above } = delivery; above !== undefined; above = above.above) length += 1;
  return length;
}
