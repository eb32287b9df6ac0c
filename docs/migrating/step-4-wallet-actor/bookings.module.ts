import { Module } from '@nestjs/common';
import { MailsService } from '../step-0-services/mails.service.js';
import { BookingTable, WalletTable, WorkshopTable } from '../step-0-services/tables.js';
import { BookingList } from '../step-1-ids-and-reads/booking-list.js';
import { BookingQueriesController } from '../step-1-ids-and-reads/booking-queries.controller.js';
import { BookWorkshopController } from '../step-2-booking-actor/book-workshop.controller.js';
import { MailActor } from '../step-2-booking-actor/mail.actor.js';
import { SeatsActor } from '../step-3-seats-actor/seats.actor.js';
import { WorkshopListActor } from '../step-3-seats-actor/workshop-list.actor.js';
import { WorkshopList } from '../step-3-seats-actor/workshop-list.js';
import { WorkshopsController } from '../step-3-seats-actor/workshops.controller.js';
import { BookingActor } from './booking.actor.js';
import { WalletActor } from './wallet.actor.js';

@Module({
  controllers: [BookWorkshopController, BookingQueriesController, WorkshopsController],
  providers: [
    BookingActor,
    SeatsActor,
    WalletActor,
    WorkshopListActor,
    WorkshopList,
    MailActor,
    BookingList,
    MailsService,
    BookingTable,
    WorkshopTable,
    WalletTable,
  ],
  exports: [BookingTable],
})
export class BookingsModule {}
