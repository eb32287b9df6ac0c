import { defineMessage } from 'nestjs-mailbox';
import { z } from 'zod';
import type { Booking } from '../step-0-services/tables.js';

/** The sender chooses the id, so it knows it without an answer. */
export class BookWorkshop extends defineMessage(
  'bookings.book-workshop',
  z.object({
    bookingId: z.string().min(1),
    guest: z.string(),
    workshop: z.string(),
    seats: z.number().int().positive(),
  }),
) {}

/** An event: the booking is confirmed or rejected, and stays so. */
export class BookingSettled {
  constructor(readonly booking: Booking) {}
}
