import { Module } from '@nestjs/common';
import { ShippingActor } from './shipping.actor.js';

@Module({ providers: [ShippingActor] })
export class ShippingModule {}
