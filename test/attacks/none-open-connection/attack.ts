import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Open {
  constructor(readonly id: string) {}
}

/** Long polling: the request stands open until somebody answers it. */
@Injectable()
export class Responses {
  readonly #open = new Map<string, ServerResponse>();

  keep(id: string, response: ServerResponse): void {
    this.#open.set(id, response);
  }

  answer(id: string, body: object): void {
    this.#open.get(id)?.end(JSON.stringify(body));
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly responses: Responses) {}

  @Handle(Open)
  open({ id }: Open): void {
    this.responses.answer(id, { gold: '8675309' });
  }
}

@Module({ providers: [VaultActor, Responses] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const server = createServer((_, response) => {
    app.get(Responses).keep('q-1', response);
    app.get(MailboxRuntime).tell(new Open('q-1'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const body = await answer.text();
  server.close();
  server.closeAllConnections();
  return body;
}
