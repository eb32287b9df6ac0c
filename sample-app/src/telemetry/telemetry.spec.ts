import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MailboxRuntime } from 'nestjs-mailbox';
import { AppModule } from '../app.module.js';

describe('The telemetry of the shop', () => {
  let app: INestApplication;
  let url: string;

  beforeEach(async () => {
    app = await NestFactory.create(AppModule, { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterEach(() => app.close());

  it('shows Prometheus what became of the messages', async () => {
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toMatch(/^mailbox_depth\{actor="order"\} 0$/m);
    expect(text).toMatch(/^mailbox_messages_total\{actor="order",message="\S+",outcome="handled"\} 0$/m);
    expect(text).toMatch(/^# TYPE mailbox_process_duration_seconds histogram$/m);
  });

  it('says that it is alive and ready, and that it is not ready while it drains', async () => {
    const ask = async (probe: string): Promise<unknown> => {
      const response = await fetch(`${url}/health/${probe}`);
      return [response.status, await response.json()];
    };
    const up = { status: 'ok', details: { mailbox: { status: 'up', state: 'running', problems: [] } } };
    expect(await ask('live')).toMatchObject([200, up]);
    expect(await ask('ready')).toMatchObject([200, up]);
    const drained = app.get(MailboxRuntime).drain();
    expect(await ask('ready')).toMatchObject([503, { details: { mailbox: { status: 'down' } } }]);
    await drained;
    expect(await ask('live')).toMatchObject([503, { details: { mailbox: { state: 'closed' } } }]);
  });
});
