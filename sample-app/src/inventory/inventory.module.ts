import { Module } from '@nestjs/common';
import { InventoryActor } from './inventory.actor.js';

@Module({ providers: [InventoryActor] })
export class InventoryModule {}
