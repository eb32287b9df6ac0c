import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Client, silent } from '../client.js';
import { BookingsModule } from './bookings.module.js';
import { BookingsService } from './bookings.service.js';
import { MailsService } from './mails.service.js';

describe('Step 0, services that return values', () => {
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

  it('answers with the booking, and it can be read', async () => {
    const { status, body } = await client.post('/bookings', order);
    expect(status).toBe(201);
    expect(body).toMatchObject({ guest: 'ann', price: 40, status: 'confirmed' });
    expect(await client.get(`/bookings/${body.bookingId}`)).toEqual({ status: 200, body });
    expect(await client.get('/guests/ann/bookings')).toEqual({ status: 200, body: [body] });
    expect(await client.get('/workshops/pottery')).toEqual({ status: 200, body: { free: 1, price: 40 } });
    expect(app.get(MailsService)).toEqual({ sent: [`ann: ${body.bookingId} is confirmed`] });
  });

  it('answers 409 when the workshop is full, and 402 when there is no money, and holds no seat then', async () => {
    expect(await client.post('/bookings', { ...order, seats: 3 })).toMatchObject({ status: 409 });
    expect(await client.post('/bookings', { ...order, guest: 'cem' })).toMatchObject({ status: 402 });
    expect(await client.get('/workshops/pottery')).toMatchObject({ body: { free: 2 } });
  });

  it('sells the last seat twice to two who come at once', async () => {
    const bookings = app.get(BookingsService);
    const both = await Promise.all(
      ['ann', 'ben'].map((guest) => bookings.book({ ...order, guest, seats: 2 })),
    );
    expect(both.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
  });

  it('answers 500 for a booking that was made and paid, when the mail server is away', async () => {
    jest.spyOn(app.get(MailsService), 'confirm').mockRejectedValueOnce(new Error('no connection'));
    expect(await client.post('/bookings', order)).toMatchObject({ status: 500 });
    expect(await client.get('/guests/ann/bookings')).toMatchObject({ body: [{ status: 'confirmed' }] });
  });
});
