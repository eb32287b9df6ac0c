import { Module } from '@nestjs/common';
import { MailsService } from '../step-0-services/mails.service.js';
import { BookingTable, WalletTable, WorkshopTable } from '../step-0-services/tables.js';
import { BookingList } from '../step-1-ids-and-reads/booking-list.js';
import { BookingQueriesController } from '../step-1-ids-and-reads/booking-queries.controller.js';
import { WalletsService } from '../step-1-ids-and-reads/wallets.service.js';
import { BookWorkshopController } from '../step-2-booking-actor/book-workshop.controller.js';
import { MailActor } from '../step-2-booking-actor/mail.actor.js';
import { BookingActor } from './booking.actor.js';
import { SeatsActor } from './seats.actor.js';
import { WorkshopListActor } from './workshop-list.actor.js';
import { WorkshopList } from './workshop-list.js';
import { WorkshopsController } from './workshops.controller.js';

@Module({
  controllers: [BookWorkshopController, BookingQueriesController, WorkshopsController],
  providers: [
    BookingActor,
    SeatsActor,
    WorkshopListActor,
    WorkshopList,
    MailActor,
    BookingList,
    WalletsService,
    MailsService,
    BookingTable,
    WorkshopTable,
    WalletTable,
  ],
})
export class BookingsModule {}
