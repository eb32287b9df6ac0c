import { type DynamicModule, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { MessageCatalog } from './catalog.js';
import { type ExpressRouter, passByExpressParsers } from './express-parsers.js';
import { type FastifyHooks, passByFastifyParsers } from './fastify-parsers.js';
import { ingressClock } from './ingress-clock.provider.js';
import { INGRESS_OPTIONS } from './ingress.constants.js';
import { createIngressController } from './ingress.controller.js';
import { type MailboxIngressOptions, resolveIngressOptions } from './ingress-options.js';
import { Intake } from './intake.js';
import { RequestDecoder } from './request.decoder.js';

/**
 * Lets messages in over HTTP: those whose owner says `@Handle(PlaceOrder, { ingress: true })`, and no other.
 *
 * Import it beside `MailboxModule.forRoot()`. Its routes are those of an ordinary controller: global guards, prefix, versioning
 * and interceptors hold for them.
 *
 * @example
 * ```ts
 * @Module({ imports: [MailboxModule.forRoot(), MailboxIngressModule.forRoot(), OrdersModule] })
 * class AppModule {}
 * ```
 */
@Module({})
export class MailboxIngressModule implements OnApplicationBootstrap {
  constructor(@Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost) {}

  /**
   * @param options See {@link MailboxIngressOptions} for defaults.
   * @throws InvalidOptionsError
   */
  static forRoot(options: MailboxIngressOptions = {}): DynamicModule {
    const resolved = resolveIngressOptions(options);
    return {
      module: MailboxIngressModule,
      imports: options.imports ?? [],
      controllers: [createIngressController(options)],
      providers: [
        { provide: INGRESS_OPTIONS, useValue: resolved },
        ingressClock,
        RequestDecoder,
        Intake,
        MessageCatalog,
      ],
    };
  }

  /** All routes are there, and nothing is served yet. */
  onApplicationBootstrap(): void {
    const { httpAdapter } = this.adapterHost as { httpAdapter?: HttpAdapterHost['httpAdapter'] };
    const kind = httpAdapter?.getType();
    if (kind === 'express')
      passByExpressParsers(httpAdapter?.getInstance<{ router: ExpressRouter }>().router as ExpressRouter);
    if (kind === 'fastify') passByFastifyParsers(httpAdapter?.getInstance<FastifyHooks>() as FastifyHooks);
  }
}
