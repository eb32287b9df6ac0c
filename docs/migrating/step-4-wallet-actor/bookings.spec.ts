import type { INestApplication } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { Client, silent } from '../client.js';
import { MailsService } from '../step-0-services/mails.service.js';
import { WalletTable } from '../step-0-services/tables.js';
import { BookWorkshop } from '../step-2-booking-actor/messages.js';
import { ReleaseSeats } from '../step-3-seats-actor/messages.js';
import { SeatsActor } from '../step-3-seats-actor/seats.actor.js';
import { BookingsModule } from './bookings.module.js';
import { ChargeGuest, GuestCharged, RefundGuest } from './messages.js';
import { WalletActor } from './wallet.actor.js';

describe('Step 4, the wallets are an actor', () => {
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

  const balanceOf = async (guest: string): Promise<number | undefined> =>
    (await kit.get(WalletTable).find(guest))?.balance;

  it('answers all its clients as before', async () => {
    expect(await client.post('/v2/bookings', order)).toMatchObject({ status: 202 });
    await kit.settle();
    const booking = { ...order, price: 40, status: 'confirmed' };
    expect(await client.get('/bookings/b-1')).toEqual({ status: 200, body: booking });
    expect(await client.get('/guests/ann/bookings')).toEqual({ status: 200, body: [booking] });
    expect(await client.get('/workshops/pottery')).toEqual({ status: 200, body: { free: 1, price: 40 } });
    expect(kit.get(MailsService)).toEqual({ sent: ['ann: b-1 is confirmed'] });
    await kit.advance(60_000);
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'confirmed' } });
  });

  it.each([
    [{ ...order, seats: 3 }, 'pottery is full'],
    [{ ...order, guest: 'cem' }, 'not enough money'],
    [{ ...order, workshop: 'juggling' }, 'there is no workshop juggling'],
  ])('makes a rejected booking of %j: %s', async (rejected, reason) => {
    await client.post('/v2/bookings', rejected);
    await kit.settle();
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'rejected', reason } });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 2 } });
  });

  it('charges two bookings of one guest one after the other', async () => {
    for (const bookingId of ['b-1', 'b-2', 'b-3', 'b-4', 'b-5']) {
      kit.tell(new BookWorkshop({ ...order, bookingId, workshop: 'bookbinding' }));
    }
    await kit.settle();
    expect(await balanceOf('ann')).toBe(0);
    expect(await client.get('/bookings/b-5')).toMatchObject({ body: { reason: 'not enough money' } });
  });

  it('books and charges once, however often the same id comes', async () => {
    for (let time = 1; time <= 3; time += 1) kit.tell(new BookWorkshop(order));
    await kit.settle();
    expect(await balanceOf('ann')).toBe(60);
    expect(kit.get(MailsService).sent).toHaveLength(1);
  });

  it('gives up when an answer is lost, and takes back what it cannot know of', async () => {
    const wallet = kit.probe(WalletActor); // takes the message, and says nothing
    await client.post('/v2/bookings', order);
    await kit.advance(29_999);
    wallet.expectOne(ChargeGuest, { bookingId: 'b-1', amount: 40 });
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'requested' } });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 1 } });

    await kit.advance(1);
    wallet.expectOne(RefundGuest, { bookingId: 'b-1' });
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { reason: 'no answer in time' } });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 2 } });

    wallet.tell(new GuestCharged('b-1')); // it comes after all, and too late
    await kit.settle();
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'rejected' } });
    expect(kit.get(MailsService).sent).toEqual([]);
  });

  it('gives up when the seats do not answer, and refunding what was never charged does nothing', async () => {
    const seats = kit.probe(SeatsActor);
    await client.post('/v2/bookings', order);
    await kit.advance(30_000);
    seats.expectOne(ReleaseSeats, { bookingId: 'b-1' });
    expect(await balanceOf('ann')).toBe(100);
  });

  it('refunds once what was charged', async () => {
    kit.tell(new ChargeGuest('b-9', 'ann', 40));
    for (let time = 1; time <= 2; time += 1) kit.tell(new RefundGuest('b-9', 'ann'));
    await kit.settle();
    expect(await balanceOf('ann')).toBe(100);
  });
});
