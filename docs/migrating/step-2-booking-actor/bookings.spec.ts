import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { Client, silent } from '../client.js';
import { MailsService } from '../step-0-services/mails.service.js';
import { WalletTable, WorkshopTable } from '../step-0-services/tables.js';
import { WalletsService } from '../step-1-ids-and-reads/wallets.service.js';
import { BookingsModule } from './bookings.module.js';
import { BookWorkshop } from './messages.js';

describe('Step 2, the booking is an actor', () => {
  const order = { bookingId: 'b-1', guest: 'ann', workshop: 'pottery', seats: 1 };
  let kit: MailboxTestKit<INestApplication>;
  let client: Client;

  beforeEach(async () => {
    kit = await MailboxTestKit.create<INestApplication>({
      imports: [BookingsModule],
      application: (module: TestingModule) => module.createNestApplication(),
      configure: (builder) => builder.setLogger(silent),
    });
    client = await Client.of(kit.app);
  });

  afterEach(() => kit.close());

  it('accepts, and the outcome is read later', async () => {
    const { status, body } = await client.post('/v2/bookings', order);
    expect(status).toBe(202);
    expect(Object.keys(body)).toEqual(['id', 'correlationId']);
    await kit.settle();
    const booking = { ...order, price: 40, status: 'confirmed' };
    expect(await client.get('/bookings/b-1')).toEqual({ status: 200, body: booking });
    expect(await client.get('/guests/ann/bookings')).toEqual({ status: 200, body: [booking] });
    expect(await client.get('/workshops/pottery')).toEqual({ status: 200, body: { free: 1, price: 40 } });
    expect(kit.get(MailsService)).toEqual({ sent: ['ann: b-1 is confirmed'] });
  });

  it('answers old clients as before', async () => {
    const { bookingId: _, ...oldOrder } = order;
    const { status, body } = await client.post('/bookings', oldOrder);
    expect(status).toBe(201);
    expect(body).toMatchObject({ guest: 'ann', price: 40, status: 'confirmed' });
    expect(await client.get('/guests/ann/bookings')).toEqual({ status: 200, body: [body] });
    expect(await client.post('/bookings', { ...oldOrder, seats: 3 })).toMatchObject({ status: 409 });
    expect(await client.post('/bookings', { ...oldOrder, guest: 'cem' })).toMatchObject({ status: 402 });
  });

  it('refuses at once what can be known at once', async () => {
    expect(await client.post('/v2/bookings', { ...order, seats: 0 })).toMatchObject({ status: 400 });
    expect(await client.get('/bookings/b-1')).toMatchObject({ status: 404 });
  });

  it.each([
    [{ ...order, seats: 3 }, 'pottery is full'],
    [{ ...order, guest: 'cem' }, 'not enough money'],
    [{ ...order, workshop: 'juggling' }, 'there is no workshop juggling'],
  ])('makes a rejected booking of %j: %s', async (rejected, reason) => {
    expect(await client.post('/v2/bookings', rejected)).toMatchObject({ status: 202 });
    await kit.settle();
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'rejected', reason } });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 2 } });
  });

  it('books once, however often the same id comes', async () => {
    for (let time = 1; time <= 3; time += 1) kit.tell(new BookWorkshop(order));
    await kit.settle();
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 1 } });
    expect((await kit.get(WalletTable).find('ann'))?.balance).toBe(60);
    expect(kit.get(MailsService).sent).toHaveLength(1);
  });

  it.each([
    ['sent again', () => Promise.resolve(kit.runtime.deadLetters.redrive({ reason: 'handler-failed' }))],
    ['repeated by its client', () => client.post('/v2/bookings', order)],
  ])('keeps what failed for good, and goes on where it stopped when it is %s', async (_, again) => {
    const charge = jest
      .spyOn(kit.get(WalletsService), 'charge')
      .mockRejectedValue(new Error('no connection'));
    await client.post('/v2/bookings', order);
    await kit.advance(1_000);
    expect(kit.deadLetters()).toMatchObject([{ reason: 'handler-failed', errors: [{}, {}, {}] }]);
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'requested' } });

    charge.mockRestore();
    await again();
    await kit.settle();
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'confirmed' } });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 1 } });
  });

  it('sends the mail when the mail server is back, and the booking does not wait for it', async () => {
    jest.spyOn(kit.get(MailsService), 'confirm').mockRejectedValueOnce(new Error('no connection'));
    await client.post('/v2/bookings', order);
    await kit.settle();
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'confirmed' } });
    await kit.advance(1_000);
    expect(kit.get(MailsService).sent).toEqual(['ann: b-1 is confirmed']);
  });

  it('still sells the last seat twice: the seats have no owner yet', async () => {
    const workshops = kit.get(WorkshopTable);
    const find = workshops.find.bind(workshops);
    let release: () => void;
    const bothHaveRead = new Promise<void>((resolve) => (release = resolve));
    const reads = jest.spyOn(workshops, 'find').mockImplementation(async (workshop) => {
      const row = await find(workshop);
      if (reads.mock.calls.length === 2) release();
      await bothHaveRead;
      return row;
    });
    for (const [bookingId, guest] of [
      ['b-1', 'ann'],
      ['b-2', 'ben'],
    ] as const) {
      kit.tell(new BookWorkshop({ ...order, bookingId, guest, seats: 2 }));
    }
    await kit.settle();
    for (const path of ['/bookings/b-1', '/bookings/b-2']) {
      expect(await client.get(path)).toMatchObject({ body: { status: 'confirmed' } });
    }
  });
});
