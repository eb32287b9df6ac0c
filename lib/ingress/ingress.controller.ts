import type { IncomingMessage } from 'node:http';
import {
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Post,
  Req,
  Res,
  type Type,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Catalog, MessageCatalog } from './catalog.js';
import type { Arrival } from './arrival.js';
import type { Accepted } from './idempotency-window.js';
import { INGRESS_OPTIONS } from './ingress.constants.js';
import type { IngressOptions, MailboxIngressOptions } from './ingress-options.js';
import { Intake } from './intake.js';
import { OwnBody } from './own-body.decorator.js';
import { ProblemFilter } from './problem.filter.js';
import { RequestDecoder } from './request.decoder.js';

/** What both adapters' requests have. Fastify's wraps Node's, Express's is Node's. */
type AdapterRequest = (IncomingMessage | { readonly raw: IncomingMessage }) & {
  readonly params: Readonly<Record<string, string>>;
  readonly originalUrl: string;
};

/** The body of a 202. */
interface Acceptance {
  readonly accepted: readonly Accepted[];
}

/** HTTP delivers messages, nothing more: 202 means that they are in their mailboxes. */
@UseFilters(ProblemFilter)
class IngressController {
  constructor(
    @Inject(RequestDecoder) private readonly decoder: RequestDecoder,
    @Inject(Intake) private readonly intake: Intake,
    @Inject(MessageCatalog) private readonly messages: MessageCatalog,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(INGRESS_OPTIONS) private readonly options: IngressOptions,
  ) {}

  @Get('catalog')
  catalog(@Req() request: AdapterRequest): Catalog {
    const [path = ''] = request.originalUrl.split('?');
    return this.messages.describe(path.replace(/\/catalog\/?$/, ''));
  }

  @Post()
  @HttpCode(202)
  @Header('Cache-Control', 'no-store')
  @OwnBody()
  async receive(
    @Req() request: AdapterRequest,
    @Res({ passthrough: true }) response: unknown,
  ): Promise<Acceptance> {
    const arrivals = await this.decoder.decodeEvents(rawOf(request));
    return this.#take(request, arrivals, response);
  }

  @Post(':type')
  @HttpCode(202)
  @Header('Cache-Control', 'no-store')
  @OwnBody()
  async receivePlain(
    @Req() request: AdapterRequest,
    @Res({ passthrough: true }) response: unknown,
  ): Promise<Acceptance> {
    const arrival = await this.decoder.decodePlain(rawOf(request), request.params['type'] as string);
    return this.#take(request, [arrival], response);
  }

  async #take(request: AdapterRequest, arrivals: readonly Arrival[], response: unknown): Promise<Acceptance> {
    const sender = this.#senderOf(request);
    const { accepted, isReplay } = await this.intake.take(
      arrivals.map((arrival) => ({ ...arrival, sender })),
    );
    if (isReplay) this.adapterHost.httpAdapter.setHeader(response, 'Idempotent-Replayed', 'true');
    return { accepted };
  }

  #senderOf(request: AdapterRequest): string {
    const sender: unknown = this.options.senderOf(request as never);
    if (typeof sender === 'string') return sender;
    throw new TypeError(`senderOf of the ingress gave ${typeof sender}; it must give a string`);
  }
}

function rawOf(request: AdapterRequest): IncomingMessage {
  return 'raw' in request ? request.raw : request;
}

/** The controller at a path of the application's choice, behind guards of its choice: an ordinary one, which Nest treats as any other. */
export function createIngressController({
  path = 'messages',
  version,
  guards = [],
}: MailboxIngressOptions): Type<object> {
  @Controller({ path, ...(version !== undefined && { version }) })
  @UseGuards(...guards)
  class MailboxIngressController extends IngressController {}
  return MailboxIngressController;
}
