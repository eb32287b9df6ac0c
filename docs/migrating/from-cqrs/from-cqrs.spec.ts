import type { INestApplication } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { Client } from '../client.js';
import * as after from './after.js';
import * as before from './before.js';

describe('Coming from @nestjs/cqrs', () => {
  it('answers with the result of a command', async () => {
    const module = await Test.createTestingModule({ imports: [before.ArticlesModule] }).compile();
    const app = module.createNestApplication();
    const client = await Client.of(app);
    const published = await client.post('/articles', { title: 'Hello World' });
    expect(published).toEqual({ status: 201, body: { articleId: 'hello-world' } });
    expect(await client.get('/articles')).toEqual({ status: 200, body: ['Hello World'] });
    await app.close();
  });

  it('accepts a message, and the event brings the read model up to date', async () => {
    const kit = await MailboxTestKit.create<INestApplication>({
      imports: [after.ArticlesModule],
      application: (module: TestingModule) => module.createNestApplication(),
    });
    const client = await Client.of(kit.app);
    for (let time = 1; time <= 2; time += 1) {
      expect(await client.post('/articles', { title: 'Hello World' })).toMatchObject({
        status: 202,
        body: { id: expect.any(String), articleId: 'hello-world' },
      });
    }
    await kit.settle();
    expect(await client.get('/articles')).toEqual({ status: 200, body: ['Hello World'] });
    expect(kit.runtime.snapshot().actors['titles']).toMatchObject({ handled: 1 });
    await kit.close();
  });
});
