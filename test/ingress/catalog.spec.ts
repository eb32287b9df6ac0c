import { Parser } from '@asyncapi/parser';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import { Actor, defineMessage, Handle, MailboxModule } from 'nestjs-mailbox';
import { EventStreamModule, MailboxIngressModule } from 'nestjs-mailbox/ingress';
import type { DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import * as v from 'valibot';
import { z } from 'zod';
import { MessageCatalog } from '../../lib/ingress/catalog.js';

interface Category {
  readonly name: string;
  readonly children: readonly Category[];
}
const Category: z.ZodType<Category> = z.object({
  name: z.string(),
  get children() {
    return z.array(Category);
  },
});

class WithZod extends defineMessage('with.zod', z.object({ id: z.string(), size: z.number().optional() })) {}
class Recursive extends defineMessage('tree/save: now', z.object({ root: Category })) {}
class WithArktype extends defineMessage('with.arktype', type({ id: 'string' })) {}
class WithValibot extends defineMessage('with.valibot', toStandardJsonSchema(v.object({ id: v.string() }))) {}
class PlainValibot extends defineMessage('with.plain-valibot', v.object({ id: v.string() })) {}
class Undescribable extends defineMessage('undescribable', z.object({ at: z.date() })) {}
class Hidden extends defineMessage('hidden', z.object({})) {}

@Actor()
class EveryActor {
  @Handle(WithZod, { ingress: true })
  @Handle(Recursive, { ingress: true })
  @Handle(WithArktype, { ingress: true })
  @Handle(WithValibot, { ingress: true })
  @Handle(PlainValibot, { ingress: true })
  @Handle(Undescribable, { ingress: true })
  @Handle(Hidden)
  take(): void {}
}

class OrderShipped {}

class StockLow extends defineMessage('stock.low', z.object({ sku: z.string(), root: Category })) {}

describe('The catalog', () => {
  async function describeAll(...streams: DynamicModule[]) {
    const module = await Test.createTestingModule({
      imports: [
        MailboxModule.forRoot(),
        MailboxIngressModule.forRoot({ catalog: { title: 'Shop', version: '2.1.0' } }),
        ...streams,
      ],
      providers: [EveryActor],
    }).compile();
    await module.init();
    const catalog = module.get(MessageCatalog, { strict: false }).describe('/api/messages');
    await module.close();
    return catalog;
  }

  it('is AsyncAPI 3 to its parser, with every exposed message and no other', async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(await describeAll()));
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    expect(document?.info().title()).toBe('Shop');
    expect(document?.messages().map((message) => message.name())).toEqual([
      'tree/save: now',
      'undescribable',
      'with.arktype',
      'with.plain-valibot',
      'with.valibot',
      'with.zod',
    ]);
    expect(document?.channels().map((channel) => channel.address())).toContain(
      '/api/messages/tree%2Fsave%3A%20now',
    );
    expect(document?.operations().map((operation) => operation.action())).toEqual(Array(6).fill('receive'));
  });

  it('has the schemas of zod, arktype and valibot as JSON Schema', async () => {
    const { schemas } = (await describeAll()).components;
    expect(schemas['with.zod']).toMatchObject({
      type: 'object',
      properties: { id: { type: 'string' }, size: { type: 'number' } },
      required: ['id'],
    });
    const id = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
    expect(schemas['with.arktype']).toMatchObject(id);
    expect(schemas['with.valibot']).toMatchObject(id);
  });

  it('leaves what a schema refers to in itself where it can be found', async () => {
    const { schemas } = (await describeAll()).components;
    const [, schema] = Object.entries(schemas).find(([key]) => key.startsWith('tree')) ?? [];
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(reference).toMatch(/^#\/components\/schemas\/tree/);
  });

  it('lists what event streams tell, where they are, and what it looks like', async () => {
    const catalog = await describeAll(
      EventStreamModule.forRoot({ expose: [StockLow, OrderShipped] }),
      EventStreamModule.forRoot({ expose: [OrderShipped], path: 'live/orders', version: '2' }),
    );
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(catalog));
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    const sent = document?.operations().filterBySend() ?? [];
    expect(
      sent.map((operation) => [
        ...operation.channels().map((channel) => channel.address()),
        ...operation.messages().map((message) => message.name()),
      ]),
    ).toEqual([
      ['/api/events', 'OrderShipped', 'stock.low'],
      [null, 'OrderShipped'],
    ]);
    const { schemas } = catalog.components;
    expect(schemas['stream.events.stock.low']).toMatchObject({
      properties: { type: { const: 'stock.low' }, data: { properties: { sku: { type: 'string' } } } },
    });
    expect(JSON.stringify(schemas)).toContain(
      '"#/components/schemas/stream.events.stock.low/properties/data/',
    );
  });

  it('says of a schema that does not describe itself that it is an object', async () => {
    const { schemas } = (await describeAll()).components;
    expect(schemas['with.plain-valibot']).toMatchObject({ type: 'object', description: expect.anything() });
    expect(schemas['undescribable']).toMatchObject({ type: 'object', description: expect.anything() });
  });
});
