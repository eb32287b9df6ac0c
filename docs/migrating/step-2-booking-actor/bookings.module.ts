import { Module } from '@nestjs/common';
import { MailsService } from '../step-0-services/mails.service.js';
import { BookingTable, WalletTable, WorkshopTable } from '../step-0-services/tables.js';
import { BookingList } from '../step-1-ids-and-reads/booking-list.js';
import { BookingQueriesController } from '../step-1-ids-and-reads/booking-queries.controller.js';
import { BookingsController } from '../step-1-ids-and-reads/bookings.controller.js';
import { BookingsService } from '../step-1-ids-and-reads/bookings.service.js';
import { SeatsService } from '../step-1-ids-and-reads/seats.service.js';
import { WalletsService } from '../step-1-ids-and-reads/wallets.service.js';
import { WorkshopsController } from '../step-1-ids-and-reads/workshops.controller.js';
import { BookWorkshopController } from './book-workshop.controller.js';
import { BookingActor } from './booking.actor.js';
import { MailActor } from './mail.actor.js';

@Module({
  controllers: [
    BookWorkshopController,
    BookingsController, // for clients that still wait for the booking
    BookingQueriesController,
    WorkshopsController,
  ],
  providers: [
    BookingActor,
    MailActor,
    BookingsService, // with the controller of step 1
    BookingList,
    SeatsService,
    WalletsService,
    MailsService,
    BookingTable,
    WorkshopTable,
    WalletTable,
  ],
})
export class BookingsModule {}
