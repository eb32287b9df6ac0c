import { setImmediate } from 'node:timers/promises';

import { Controller, Get, Injectable, type INestApplication, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Actor, type ActorContext, Handle, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';

class Write {
  constructor(readonly id: string) {}
}

class Forward {
  constructor(readonly id: string) {}
}

@Injectable()
class Written {
  readonly ids = new Set<string>();
}

@Actor()
class WriterActor {
  constructor(private readonly written: Written) {}

  @Handle(Write)
  write({ id }: Write): void {
    this.written.ids.add(id);
  }

  @Handle(Forward)
  forward({ id }: Forward, context: ActorContext): void {
    context.tell(new Write(id));
  }
}

@Injectable()
class Edge {
  constructor(private readonly mailbox: MailboxRuntime) {}

  async write(id: string): Promise<void> {
    await this.mailbox.deliver(new Forward(id));
  }
}

@Controller()
class WriteController {
  constructor(
    private readonly mailbox: MailboxRuntime,
    private readonly edge: Edge,
    private readonly written: Written,
  ) {}

  @Get('direct/:id')
  async direct(@Param('id') id: string): Promise<boolean> {
    await this.mailbox.deliver(new Write(id));
    return this.written.ids.has(id);
  }

  @Get('told/:id')
  async told(@Param('id') id: string): Promise<boolean> {
    this.mailbox.tell(new Write(id));
    await Promise.resolve();
    return this.written.ids.has(id);
  }

  @Get('service/:id')
  async service(@Param('id') id: string): Promise<boolean> {
    await this.edge.write(id);
    return this.written.ids.has(id);
  }
}

@Module({
  imports: [MailboxModule.forRoot()],
  providers: [WriterActor, Written, Edge],
  controllers: [WriteController],
})
class AppModule {}

describe('a route that reads what a handler writes, on the line after it has sent the message', () => {
  let app: INestApplication;

  beforeAll(async () => {
    app = await NestFactory.create(AppModule, { logger: false });
    await app.listen(0, '127.0.0.1');
  });

  afterAll(() => app.close());

  const routes = ['direct', 'told', 'service'];

  async function ask(route: string, id: string): Promise<unknown> {
    return (await fetch(`${await app.getUrl()}/${route}/${id}`)).json();
  }

  async function allWritten(ids: readonly string[]): Promise<void> {
    const { ids: written } = app.get(Written);
    while (!ids.every((id) => written.has(id))) await setImmediate();
  }

  it.each(routes)('finds nothing in a quiet process, in no request of fifty: %s', async (route) => {
    const ids = Array.from({ length: 50 }, (_, index) => `${route}-${index}`);
    const found: unknown[] = [];
    for (const id of ids) found.push(await ask(route, id));
    expect(found).toEqual(ids.map(() => false));
    await allWritten(ids);
  });

  it.each(routes)('finds nothing while other requests are on their way: %s', async (route) => {
    const ids = Array.from({ length: 200 }, (_, index) => `${route}-at-once-${index}`);
    const found = await Promise.all(ids.map((id) => ask(route, id)));
    expect(found).toEqual(ids.map(() => false));
    await allWritten(ids);
  });
});
