import { InMemoryGateway } from './in-memory-gateway.js';

const charge = { orderId: 'o-1', amountCents: 200, card: 'visa' };

/** What a gateway answers to so many calls; null stands for silence. */
async function answersOf(gateway: InMemoryGateway, calls: number) {
  const answers = [];
  for (let call = 0; call < calls; call += 1) answers.push(await gateway.charge(charge).catch(() => null));
  return answers;
}

describe('InMemoryGateway', () => {
  it('charges an order once, however often it is asked', async () => {
    const gateway = new InMemoryGateway({ seed: 1, failureRate: 0 });
    expect(await answersOf(gateway, 3)).toEqual(['charged', 'charged', 'charged']);
    expect(gateway.entries).toEqual([{ kind: 'charge', orderId: 'o-1', amountCents: 200 }]);
  });

  it('declines some cards', async () => {
    const gateway = new InMemoryGateway({ seed: 1, failureRate: 0 });
    expect(await gateway.charge({ ...charge, card: 'declined-1' })).toBe('declined');
    expect(gateway.entries).toEqual([]);
  });

  it('gives back what it has charged, once', async () => {
    const gateway = new InMemoryGateway({ seed: 1, failureRate: 0 });
    await gateway.charge(charge);
    await gateway.refund('o-1');
    await gateway.refund('o-1');
    expect(gateway.entries.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  });

  it('charges nothing any more for an order that was refunded, whether or not it had been charged', async () => {
    const gateway = new InMemoryGateway({ seed: 1, failureRate: 0 });
    await gateway.refund('o-1');
    expect(await gateway.charge(charge)).toBe('declined');
    expect(gateway.entries).toEqual([]);
  });

  it('may charge and yet not answer', async () => {
    const gateway = new InMemoryGateway({ seed: 1, failureRate: 1 });
    expect(await answersOf(gateway, 20)).toEqual(Array(20).fill(null));
    expect(gateway.entries).toHaveLength(1);
  });

  it('fails by its seed', async () => {
    const answers = (seed: number) => answersOf(new InMemoryGateway({ seed, failureRate: 0.5 }), 20);
    expect(await answers(1)).toEqual(await answers(1));
    expect(await answers(1)).not.toEqual(await answers(2));
  });
});
