import { Module } from '@nestjs/common';
import { MailsService } from '../step-0-services/mails.service.js';
import { BookingTable, WalletTable, WorkshopTable } from '../step-0-services/tables.js';
import { BookingList } from './booking-list.js';
import { BookingQueriesController } from './booking-queries.controller.js';
import { BookingsController } from './bookings.controller.js';
import { BookingsService } from './bookings.service.js';
import { SeatsService } from './seats.service.js';
import { WalletsService } from './wallets.service.js';
import { WorkshopsController } from './workshops.controller.js';

@Module({
  controllers: [BookingsController, BookingQueriesController, WorkshopsController],
  providers: [
    BookingsService,
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
