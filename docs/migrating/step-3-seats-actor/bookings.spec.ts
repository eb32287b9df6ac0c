import type { INestApplication } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { Client, silent } from '../client.js';
import { MailsService } from '../step-0-services/mails.service.js';
import { BookWorkshop } from '../step-2-booking-actor/messages.js';
import { BookingsModule } from './bookings.module.js';
import { ReleaseSeats, ReserveSeats } from './messages.js';
import { SeatsActor } from './seats.actor.js';

describe('Step 3, the seats are an actor', () => {
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

  it('answers clients as before, aside from those who still waited for the booking', async () => {
    expect(await client.get('/workshops/pottery')).toEqual({ status: 200, body: { free: 2, price: 40 } });
    expect(await client.get('/workshops/juggling')).toMatchObject({ status: 404 });
    expect(await client.post('/v2/bookings', order)).toMatchObject({ status: 202 });
    await kit.settle();
    const booking = { ...order, price: 40, status: 'confirmed' };
    expect(await client.get('/bookings/b-1')).toEqual({ status: 200, body: booking });
    expect(await client.get('/guests/ann/bookings')).toEqual({ status: 200, body: [booking] });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 1 } });
    expect(kit.get(MailsService)).toEqual({ sent: ['ann: b-1 is confirmed'] });
    expect(await client.post('/bookings', order)).toMatchObject({ status: 404 });
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

  it('sells the last seat once, whoever comes at the same time', async () => {
    kit.tell(new BookWorkshop({ ...order, seats: 2 }));
    kit.tell(new BookWorkshop({ ...order, bookingId: 'b-2', guest: 'ben', seats: 2 }));
    await kit.settle();
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'confirmed' } });
    expect(await client.get('/bookings/b-2')).toMatchObject({ body: { reason: 'pottery is full' } });
  });

  it('holds seats once, however often it is told', async () => {
    for (let time = 1; time <= 2; time += 1) kit.tell(new ReserveSeats('b-1', 'pottery', 1));
    await kit.settle();
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 1 } });
    for (let time = 1; time <= 2; time += 1) kit.tell(new ReleaseSeats('b-1', 'pottery'));
    await kit.settle();
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 2 } });
  });

  it('stays requested for ever if the answer never comes: the next step sees to that', async () => {
    const seats = kit.probe(SeatsActor);
    await client.post('/v2/bookings', order);
    await kit.advance(24 * 60 * 60_000);
    seats.expectOne(ReserveSeats, { bookingId: 'b-1' });
    expect(await client.get('/bookings/b-1')).toMatchObject({ body: { status: 'requested' } });
  });
});
