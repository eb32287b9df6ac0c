import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Client, silent } from '../client.js';
import { MailsService } from '../step-0-services/mails.service.js';
import { BookingTable, WalletTable } from '../step-0-services/tables.js';
import { BookingsModule } from './bookings.module.js';

describe('Step 1, ids from the sender, and reads of their own', () => {
  const order = { guest: 'ann', workshop: 'pottery', seats: 1 };
  let app: INestApplication;
  let client: Client;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [BookingsModule] })
      .setLogger(silent)
      .compile();
    app = module.createNestApplication();
    client = await Client.of(app);
  });

  afterEach(() => app.close());

  it('answers old clients as before', async () => {
    const { status, body } = await client.post('/bookings', order);
    expect(status).toBe(201);
    expect(body).toMatchObject({ guest: 'ann', price: 40, status: 'confirmed' });
    expect(await client.get(`/bookings/${body.bookingId}`)).toEqual({ status: 200, body });
    expect(await client.get('/guests/ann/bookings')).toEqual({ status: 200, body: [body] });
    expect(await client.get('/workshops/pottery')).toEqual({ status: 200, body: { free: 1, price: 40 } });
    expect(await client.post('/bookings', { ...order, seats: 3 })).toMatchObject({ status: 409 });
    expect(await client.post('/bookings', { ...order, guest: 'cem' })).toMatchObject({ status: 402 });
  });

  it('books once, however often the same id comes', async () => {
    const first = await client.post('/bookings', { ...order, bookingId: 'b-1' });
    expect(await client.post('/bookings', { ...order, bookingId: 'b-1' })).toEqual(first);
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 1 } });
    expect(app.get(MailsService)).toEqual({ sent: ['ann: b-1 is confirmed'] });
  });

  it('goes on where a failed attempt has stopped', async () => {
    jest.spyOn(app.get(BookingTable), 'save').mockRejectedValueOnce(new Error('no connection'));
    expect(await client.post('/bookings', { ...order, bookingId: 'b-1' })).toMatchObject({ status: 500 });
    expect(await client.post('/bookings', { ...order, bookingId: 'b-1' })).toMatchObject({ status: 201 });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 1 } }); // held once
    expect((await app.get(WalletTable).find('ann'))?.balance).toBe(60); // charged once
    expect(app.get(MailsService).sent).toHaveLength(1);
  });
});
