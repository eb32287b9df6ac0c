import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Actor, ActorContext, Handle, isActorContext, Subscribe } from 'nestjs-mailbox';
import { type EnhancerCase, play } from './enhancer-case.js';
import { Place, Placed } from './messages.js';

const log: string[] = [];

@Injectable()
class Limits {
  readonly most = 10;
}

/** Needs an injected provider, metadata of the handler and of the class, the message and the context. */
@Injectable()
class LimitGuard implements CanActivate {
  constructor(
    private readonly limits: Limits,
    private readonly reflector: Reflector,
  ) {}

  canActivate(execution: ExecutionContext): boolean {
    if (!isActorContext(execution)) throw new Error('no actor is here');
    const [message, context] = execution.getArgs();
    const [handler, actor] = [execution.getHandler(), execution.getClass()];
    const exempt = this.reflector.getAllAndOverride<string>('exempt', [handler, actor]);
    const quantity = message instanceof Place ? message.quantity : 0;
    const { key, envelope } = context;
    log.push(`${actor.name}.${handler.name} ${String(key)} ${envelope.type} ${String(exempt)} ${quantity}`);
    return execution.getArgByIndex(1).key === exempt || quantity <= this.limits.most;
  }
}

@Actor({ enhancers: true, keyBy: (message: { orderId: string }) => message.orderId })
@UseGuards(LimitGuard)
@SetMetadata('exempt', 'o-class')
class OrderActor {
  #taken = 0;

  @Handle(Place)
  @SetMetadata('exempt', 'o-handler')
  place({ quantity }: Place, context: ActorContext): void {
    this.#taken += quantity;
    log.push(`placed ${String(context.key)} ${this.#taken}`);
  }

  @Subscribe(Placed)
  note(): void {
    log.push('noted');
  }
}

const taken = async (act: Parameters<typeof play>[1]): Promise<unknown> => {
  log.length = 0;
  const played = await play({ providers: [OrderActor, Limits] }, act);
  return [...log, played];
};

export const GUARDS: readonly EnhancerCase[] = [
  {
    name: 'a guard of the class sees the message, the context, and what decorators say of handler and class',
    run: () =>
      taken((kit) => {
        kit.tell(new Place('o-1', 2));
        kit.tell(new Place('o-1', 3));
        kit.tell(new Place('o-handler', 11));
        kit.publish(new Placed('o-1'));
      }),
    expected: [
      'OrderActor.place o-1 Place o-handler 2',
      'OrderActor.place o-handler Place o-handler 11',
      'placed o-1 2',
      'placed o-handler 11',
      'OrderActor.place o-1 Place o-handler 3',
      'placed o-1 5',
      'OrderActor.note o-1 Placed o-class 0',
      'noted',
      { handled: 4, failed: 0, letters: [] },
    ],
  },
  {
    name: 'a message that a guard refuses is a dead letter, and the handler is not called',
    run: () => taken((kit) => kit.tell(new Place('o-1', 11))),
    expected: [
      'OrderActor.place o-1 Place o-handler 11',
      { handled: 0, failed: 1, letters: ['handler-failed ForbiddenException'] },
    ],
  },
  {
    name: 'a refusal is a failure as any other: it is tried again where the handler says so',
    run: async () => {
      let asked = 0;
      @Actor({ enhancers: true })
      class PatientActor {
        @Handle(Place, { retry: { attempts: 3, backoffMs: 0 } })
        @UseGuards({ canActivate: () => ++asked === 3 })
        place(): void {
          log.push('placed at last');
        }
      }
      log.length = 0;
      const played = await play({ providers: [PatientActor] }, (kit) => kit.tell(new Place('o-1')));
      return [...log, asked, played];
    },
    expected: ['placed at last', 3, { handled: 1, failed: 2, letters: [] }],
  },
  {
    name: 'a guard that a test has overridden is the one that runs',
    run: async () => {
      log.length = 0;
      const played = await play(
        {
          providers: [OrderActor, Limits],
          configure: (builder) =>
            void builder.overrideGuard(LimitGuard).useValue({
              canActivate: () => {
                throw new ForbiddenException('not in this test');
              },
            }),
        },
        (kit) => kit.tell(new Place('o-1')),
      );
      return [...log, played];
    },
    expected: [{ handled: 0, failed: 1, letters: ['handler-failed ForbiddenException'] }],
  },
  {
    name: 'a subclass in the place of an actor keeps its guards',
    run: async () => {
      class LoudOrderActor extends OrderActor {
        override place(message: Place, context: ActorContext): void {
          log.push('loud');
          super.place(message, context);
        }
      }
      log.length = 0;
      const played = await play(
        {
          providers: [OrderActor, Limits],
          configure: (builder) => void builder.overrideProvider(OrderActor).useClass(LoudOrderActor),
        },
        (kit) => {
          kit.tell(new Place('o-1', 1));
          kit.tell(new Place('o-1', 11));
        },
      );
      return [...log, played];
    },
    expected: [
      'LoudOrderActor.place o-1 Place o-class 1',
      'loud',
      'placed o-1 1',
      'LoudOrderActor.place o-1 Place o-class 11',
      { handled: 1, failed: 1, letters: ['handler-failed ForbiddenException'] },
    ],
  },
];
