import { actor, handle, Universe } from '../../test/universe.js';
import type { ActorCell } from './actor-cell.js';
import { occasionOf } from './actor-context.js';
import { Route } from './route.js';
import { crash } from './runtime.js';

class Add {}
class Remove {}

/** The only instance of an actor, and a way to it that nobody has gone yet. */
async function freshRoute(): Promise<{ route: Route; cell: ActorCell; universe: Universe }> {
  const cells: ActorCell[] = [];
  const note = handle(Add, (_message, context) => void cells.push(occasionOf(context).host as ActorCell));
  const universe = await Universe.of(actor('counter', [note, handle(Remove, () => {})]));
  universe.runtime.tell(new Add());
  await universe.quiet();
  const [cell] = cells as [ActorCell];
  return { route: new Route(cell.system), cell, universe };
}

describe('A route', () => {
  it('leads to the instance of an actor without keys, by each of its messages', async () => {
    const { route, cell } = await freshRoute();
    for (const message of [new Add(), new Add(), new Remove(), new Add()]) {
      expect(route.to(message)).toBe(cell);
      expect(route.handler?.message).toBe(message.constructor);
    }
  });

  it('leads nowhere by what nobody takes, and keeps what it knew', async () => {
    const { route, cell } = await freshRoute();
    route.to(new Add());
    expect(route.to(new Date())).toBeUndefined();
    expect(route.to(new Add())).toBe(cell);
  });

  it('finds that an instance has ended, and leads to the one in its place from then on', async () => {
    const { route, cell, universe } = await freshRoute();
    route.to(new Add());
    await crash(universe.runtime);
    expect(route.to(new Add())).toBeUndefined(); // this one goes the long way
    const [next] = cell.actor.cells;
    expect(next).not.toBe(cell);
    expect(route.to(new Add())).toBe(next);
  });
});
