import type { INestApplication } from '@nestjs/common';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { FulfilmentModule } from '../fulfilment.module.js';
import { PlaceOrder } from '../orders/messages.js';
import { PageModule } from './page.module.js';

describe('The page', () => {
  let kit: MailboxTestKit<INestApplication>;
  let url: string;

  beforeEach(async () => {
    kit = await MailboxTestKit.create({
      imports: [FulfilmentModule.forRoot(), PageModule],
      application: (module) => module.createNestApplication({ logger: false }),
    });
    await kit.app.listen(0);
    url = `http://localhost:${(kit.app.getHttpServer().address() as { port: number }).port}`;
  });

  afterEach(() => kit.close());

  it('is served with all that it refers to, and refers to nothing elsewhere', async () => {
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const html = await page.text();
    const references = [...html.matchAll(/(?:href|src)="(?!data:)([^"]+)"/g)].map(([, file]) => file);
    expect(references).toEqual(['page.css', 'page.js']);
    for (const [file, type] of [
      ['page.css', 'text/css; charset=utf-8'],
      ['page.js', 'text/javascript; charset=utf-8'],
    ]) {
      const { status, headers } = await fetch(`${url}/${file}`);
      expect([status, headers.get('content-type')]).toEqual([200, type]);
    }
  });

  it('has a stream to listen to, from placed to shipped', async () => {
    const { body } = await fetch(`${url}/events?key=o-1`);
    kit.tell(new PlaceOrder({ orderId: 'o-1', sku: 'beans', quantity: 2, card: 'visa-4242' }));
    await kit.settle();
    let text = '';
    for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes('OrderShipped')) break;
    }
    const heard = [...text.matchAll(/^event: (.*)$/gm)].map(([, type]) => type);
    expect(heard).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderShipped']);
    expect(text).not.toContain('visa');
  });
});
