import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { Client, silent } from '../client.js';
import { BookingOutcomesModule } from './booking-outcomes.module.js';
import { BookingOutcomes } from './booking-outcomes.js';

describe('Step 5, the outcome is pushed', () => {
  const order = { bookingId: 'b-1', guest: 'ann', workshop: 'pottery', seats: 1 };
  let kit: MailboxTestKit<INestApplication>;
  let client: Client;

  beforeEach(async () => {
    kit = await MailboxTestKit.create<INestApplication>({
      imports: [BookingOutcomesModule],
      application: (module: TestingModule) => module.createNestApplication(),
      configure: (builder) => builder.setLogger(silent),
    });
    client = await Client.of(kit.app);
  });

  afterEach(() => kit.close());

  it('sends the outcome to a client that watches', async () => {
    const of = jest.spyOn(kit.get(BookingOutcomes), 'of');
    const outcome = client.firstEvent('/bookings/b-1/outcome');
    while (of.mock.calls.length === 0) await new Promise(setImmediate);
    await client.post('/v2/bookings', order);
    expect(await outcome).toEqual({ ...order, price: 40, status: 'confirmed' });
  });

  it('sends it at once to a client that comes late', async () => {
    await client.post('/v2/bookings', { ...order, guest: 'cem' });
    await kit.settle();
    expect(await client.firstEvent('/bookings/b-1/outcome')).toMatchObject({ status: 'rejected' });
  });
});
