import { actor, handle, Universe } from '../../test/universe.js';
import type { ActorCell } from './actor-cell.js';
import { occasionOf } from './actor-context.js';
import type { Handler } from './handler.js';
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
      const handler = route.handlerOf(message) as Handler;
      expect(handler.message).toBe(message.constructor);
      expect(route.instanceOf(message, handler)).toBe(cell);
    }
  });

  it('leads nowhere by what nobody takes, and keeps what it knew', async () => {
    const { route } = await freshRoute();
    const handler = route.handlerOf(new Add());
    expect(route.handlerOf(new Date())).toBeUndefined();
    expect(route.handlerOf(new Add())).toBe(handler);
  });

  it('leads to the instance in the place of one that has ended', async () => {
    const { route, cell, universe } = await freshRoute();
    const handler = route.handlerOf(new Add()) as Handler;
    await crash(universe.runtime);
    const [next] = cell.actor.cells;
    expect(next).not.toBe(cell);
    expect(route.instanceOf(new Add(), handler)).toBe(next);
  });
});
