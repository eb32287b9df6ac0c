import { Module } from '@nestjs/common';
import { BookingsController } from './bookings.controller.js';
import { BookingsService } from './bookings.service.js';
import { MailsService } from './mails.service.js';
import { SeatsService } from './seats.service.js';
import { BookingTable, WalletTable, WorkshopTable } from './tables.js';
import { WalletsService } from './wallets.service.js';
import { WorkshopsController } from './workshops.controller.js';

@Module({
  controllers: [BookingsController, WorkshopsController],
  providers: [
    BookingsService,
    SeatsService,
    WalletsService,
    MailsService,
    BookingTable,
    WorkshopTable,
    WalletTable,
  ],
})
export class BookingsModule {}
