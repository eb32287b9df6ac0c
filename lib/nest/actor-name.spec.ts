import { actorNameOf } from './actor-name.js';

describe('actorNameOf', () => {
  it.each([
    ['OrderActor', 'order'],
    ['OrderFulfilmentActor', 'order-fulfilment'],
    ['HTTPGatewayActor', 'http-gateway'],
    ['Inventory', 'inventory'],
    ['Actor', 'actor'],
    ['ActorRegistryActor', 'actor-registry'],
    ['Order2Actor', 'order2'],
    ['', ''],
  ])('makes %s into %s', (className, name) => {
    expect(actorNameOf(className)).toBe(name);
  });
});
