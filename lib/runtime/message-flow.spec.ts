import { actor, handle, subscribe, Universe } from '../../test/universe.js';
import { toMermaid } from './message-flow.js';

class Place {
  constructor(readonly orderId: string) {}
}
class Charge {
  constructor(readonly outcome = 'fine') {}
}
class Charged {}
class Placed {}
class Unknown {}
class Tick {}

const shop = () => [
  actor(
    'order',
    [
      handle(Place, ({ orderId }, context) => {
        context.tell(new Charge(orderId));
        context.publish(new Placed());
      }),
      handle(Charged, () => undefined, { keyBy: () => 'o' }),
    ],
    { keyBy: ({ orderId }: Place) => orderId },
  ),
  actor(
    'payment',
    [
      handle(Charge, ({ outcome }, context) => {
        if (outcome === 'broken') throw new Error('no');
        context.tell(new Charged());
      }),
      handle(Tick, (_, context) => context.schedule.once('tick', 1_000, new Tick())),
    ],
    { mailbox: { capacity: 2 } },
  ),
  actor('view', [subscribe(Placed, () => undefined)]),
];

describe('The message flow', () => {
  it('counts who tells whom what, from the first time it is asked for', async () => {
    const universe = await Universe.of(shop());
    universe.runtime.tell(new Place('early'));
    await universe.advance(500);
    expect(universe.runtime.flow()).toEqual({ since: 500, edges: [] });
    universe.runtime.tell(new Place('o-1'));
    universe.runtime.tell(new Place('o-2'));
    await universe.quiet();
    expect(universe.runtime.flow()).toEqual({
      since: 500,
      edges: [
        { from: 'outside', message: 'Place', to: 'order', count: 2, failures: 0 },
        { from: 'order', message: 'Charge', to: 'payment', count: 2, failures: 0 },
        { from: 'order', message: 'Placed', to: 'view', count: 2, failures: 0 },
        { from: 'payment', message: 'Charged', to: 'order', count: 2, failures: 0 },
      ],
    });
  });

  it('counts as failures what was refused and what became a dead letter, each once', async () => {
    const universe = await Universe.of(shop());
    universe.runtime.flow();
    universe.runtime.tell(new Place('broken')); // its Charge fails
    await universe.quiet();
    for (let n = 0; n < 3; n += 1) universe.runtime.tell(new Charge()); // one too many
    await universe.runtime.deliver(new Unknown()).catch(() => {});
    universe.runtime.tell(new Unknown());
    universe.runtime.publish(new Charged());
    await universe.quiet();
    const { edges } = universe.runtime.flow();
    expect(edges.filter(({ failures }) => failures > 0)).toEqual([
      { from: 'outside', message: 'Unknown', to: 'nobody', count: 2, failures: 2 },
      { from: 'outside', message: 'Charge', to: 'payment', count: 3, failures: 1 },
      { from: 'order', message: 'Charge', to: 'payment', count: 1, failures: 1 },
    ]);
    expect(edges).toContainEqual({
      from: 'outside',
      message: 'Charged',
      to: 'nobody',
      count: 1,
      failures: 0,
    });
  });

  it('has the ticks that an actor sends to itself', async () => {
    const universe = await Universe.of(shop());
    universe.runtime.flow();
    universe.runtime.tell(new Tick());
    await universe.advance(2_000);
    expect(universe.runtime.flow().edges).toContainEqual({
      from: 'payment',
      message: 'Tick',
      to: 'payment',
      count: 2,
      failures: 0,
    });
  });

  it('is a flowchart with one arrow for each pair of actors', async () => {
    const universe = await Universe.of(shop());
    universe.runtime.flow();
    universe.runtime.tell(new Place('broken'));
    universe.runtime.tell(new Charge());
    universe.runtime.tell(new Tick());
    await universe.quiet();
    expect(toMermaid(universe.runtime.flow())).toBe(
      [
        'flowchart LR',
        '  a1["outside"]',
        '  a2["order"]',
        '  a3["payment"]',
        '  a4["view"]',
        '  a1 -->|"Place ×1"| a2',
        '  a1 -->|"Charge ×1<br/>Tick ×1"| a3',
        '  a2 -->|"Charge ×1, 1 failed"| a3',
        '  a2 -->|"Placed ×1"| a4',
        '  a3 -->|"Charged ×1"| a2',
      ].join('\n'),
    );
  });
});
