import { bad, good } from './rule-case.js';

export const cases = [
  good(
    'refs, by whatever way',
    `
import { Inject, Injectable } from '@nestjs/common';
import { Actor, ActorRef, getActorToken, InjectActor, MailboxRuntime } from 'nestjs-mailbox';
import { OrderActor } from './order.actor.js';
@Injectable()
class A {
  @InjectActor(OrderActor) ref: ActorRef<OrderActor>;
  constructor(
    @InjectActor(OrderActor) private readonly a: ActorRef<OrderActor>,
    @Inject(getActorToken(OrderActor)) readonly b: ActorRef<OrderActor>,
    readonly mailbox: MailboxRuntime,
  ) { mailbox.ref(OrderActor); }
}
const provider = { provide: 'x', useFactory: (orders: ActorRef<OrderActor>) => orders, inject: [getActorToken(OrderActor), MailboxRuntime] };
@Module({ providers: [OrderActor, { provide: OrderActor, useClass: TestOrderActor }] }) class M {}`,
  ),
  good(
    'what is called so and is none',
    `
import { Injectable } from '@nestjs/common';
import { Actor, InjectActor } from 'nestjs-mailbox';
import type { CurrentActor } from './session.js';
import { Actor as Performer } from './actor.entity.js';
import { PlacedOrders } from './order.actor.js';
import { ActorsService } from './actors.service.js';
import { Factory } from './factory.js';
class LocalActor {}
@Injectable()
class A {
  constructor(a: CurrentActor, b: Performer, c: PlacedOrders, d: ActorsService, e: LocalActor, @Session() f: Factory, g: string, h: Actors[], i) {}
}`,
  ),
  good(
    'those who play in films: of a file of data, or in a class that holds data',
    `
import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { Schema } from '@nestjs/mongoose';
import { Entity } from 'typeorm';
import { MovieActor } from './movie-actor.entity';
import { StageActor } from './schemas/stage-actor.schema.js';
import { VoiceActor } from './people.js';
@Injectable()
class Casting { constructor(readonly lead: MovieActor, readonly voice: StageActor) {} }
@Entity()
class Film { constructor(readonly voice: VoiceActor) {} }
@ObjectType('Play')
class Play { @Field() title: string; constructor(voice?: VoiceActor) {} }
@Schema()
class Series { constructor(voice: VoiceActor) {} }`,
  ),
  good(
    'a class that Nest does not make, and a parameter of a method',
    `
class Harness {
  constructor(private readonly actor: OrderActor) {}
}
@Injectable()
class B { run(actor: OrderActor) { return new Harness(actor); } }
const registry = new Map(); registry.get(OrderActor);
const options = { inject: [OrderActor] };`,
  ),
  good(
    'a parameter that another decorator or token gives',
    `
import { Inject } from '@nestjs/common';
import { Actor } from 'nestjs-mailbox';
import { OrderActor } from './order.actor.js';
@Injectable()
class A { constructor(@Stranger() a: OrderActor, @Inject('TOKEN') b: OrderActor) {} }`,
  ),
  bad(
    'a parameter of the constructor of a provider, a controller, a guard, an actor',
    `
@Injectable()
class A { constructor(private readonly orders: OrderActor) {} } // ! injected
@Controller()
class B { constructor(orders: OrderActor) {} } // ! injected
@Injectable()
class C implements CanActivate { constructor(readonly orders: OrderActor, readonly a: string) {} } // ! injected
@Actor()
class DActor { constructor(private readonly orders: OrderActor) {} } // ! injected
@Injectable()
class E { constructor(d: DActor) {} } // ! injected`,
  ),
  bad(
    'an actor by its decorator, its handlers, its name or its file',
    `
import * as actors from './actors.js';
import { Actor as Act, Handle } from 'nestjs-mailbox';
import { PaymentActor as Payments } from '@acme/payments';
import { StockLevel } from '../stock/stock-level.actor';
import Shipping from './shipping.actor.js';
@Act() class Ledger {}
class Inherited { @Handle(X) x() {} }
class Child extends Ledger {}
@Injectable() class A { constructor(x: Payments) {} } // ! injected
@Injectable() class B { constructor(x: StockLevel) {} } // ! injected
@Injectable() class C { constructor(x: Shipping) {} } // ! injected
@Injectable() class D { constructor(x: Ledger) {} } // ! injected
@Injectable() class E { constructor(x: Inherited) {} } // ! injected
@Injectable() class F { constructor(x: Child) {} } // ! injected
@Injectable() class G { constructor(x: actors.OrderActor) {} } // ! injected`,
  ),
  bad(
    'a token',
    `
import { Inject, forwardRef, Optional } from '@nestjs/common';
import * as nest from '@nestjs/common';
import { Actor } from 'nestjs-mailbox';
import { OrderActor } from './order.actor.js';
class A {
  @Inject(OrderActor) orders; // ! injected
  constructor(
    @Inject(OrderActor) a: Orders, // ! injected
    @Inject(forwardRef(() => OrderActor)) private readonly b: Orders, // ! injected
    @nest.Inject(OrderActor) c, // ! injected
  ) {}
}
@Injectable() class B { constructor(@Optional() b: OrderActor) {} } // ! injected
const a = { provide: 'A', useFactory: (a) => a, inject: [Clock, OrderActor] }; // ! injected
const b = { provide: 'B', useFactory: (a) => a, inject: [{ token: OrderActor, optional: true }] }; // ! injected
const c = { provide: 'C', useExisting: OrderActor }; // ! injected`,
  ),
  bad(
    'a ref that is typed as the actor',
    `
@Injectable()
class A {
  @InjectActor(OrderActor) orders: OrderActor; // ! mistyped
  constructor(
    @InjectActor(OrderActor) private readonly a: OrderActor, // ! mistyped
    @InjectActor('order') b: OrderActor, // ! mistyped
    @InjectActor(OrderActor) c: ActorRef<OrderActor>,
    @InjectActor(OrderActor) d,
  ) {}
}`,
  ),
  bad(
    'an instance that ModuleRef is asked for',
    `
import { ModuleRef } from '@nestjs/core';
import { Actor } from 'nestjs-mailbox';
import { OrderActor } from './order.actor.js';
@Injectable()
class A {
  constructor(private readonly modules: ModuleRef) {}
  async find() {
    this.modules.get(OrderActor); // ! fetched
    await this.modules.resolve(OrderActor); // ! fetched
    await this.modules.create(OrderActor); // ! fetched
    this.modules.get(Clock);
  }
}`,
  ),
];
