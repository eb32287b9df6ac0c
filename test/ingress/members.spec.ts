import { Body, Controller, HttpCode, type INestApplication, Post } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { type } from 'arktype';
import { Actor, defineMessage, Handle, MailboxModule, MailboxRuntime, type Receipt } from 'nestjs-mailbox';
import { MailboxIngressModule } from 'nestjs-mailbox/ingress';
import { post } from './status-table.js';

/** Its schema lets undeclared fields through. */
class Pay extends defineMessage('pay', type({ cents: 'number' })) {
  get euros(): number {
    return this.cents / 100;
  }

  isSmall(): boolean {
    return this.cents < 100;
  }
}

@Actor()
class TillActor {
  @Handle(Pay, { ingress: true })
  pay(message: Pay): void {
    message.isSmall();
  }
}

@Controller('pay')
class PayController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post()
  @HttpCode(202)
  pay(@Body() body: unknown): Promise<Receipt> {
    return this.mailbox.deliver(Pay.from(body));
  }
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('a body with fields named like members of the message, on %s', (_, adapter) => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [MailboxModule.forRoot(), MailboxIngressModule.forRoot()],
      controllers: [PayController],
      providers: [TillActor],
    }).compile();
    app = module.createNestApplication(adapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  it.each(['euros', 'isSmall', 'toString', 'hasOwnProperty'])(
    'is refused by the ingress: %s',
    async (name) => {
      const answer = await post(
        `${url}/messages/pay`,
        { cents: 5, [name]: 1 },
        { 'content-type': 'application/json' },
      );
      expect([answer.status, answer.body.type]).toEqual([
        400,
        'urn:problem-type:nestjs-mailbox:invalid-data',
      ]);
      const detail = expect.stringMatching(/^is the name of a member of pay/);
      expect(answer.body['errors']).toEqual([{ pointer: `#/${name}`, detail }]);
    },
  );

  it.each(['euros', 'isSmall'])('is refused by from, in a controller: %s', async (name) => {
    const answer = await post(`${url}/pay`, { cents: 5, [name]: 1 }, { 'content-type': 'application/json' });
    expect(answer.status).toBe(400);
  });

  it('is taken with other fields', async () => {
    const answer = await post(
      `${url}/messages/pay`,
      { cents: 5, note: 1 },
      { 'content-type': 'application/json' },
    );
    expect(answer.status).toBe(202);
  });
});
