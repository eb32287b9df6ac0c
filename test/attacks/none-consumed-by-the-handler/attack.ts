import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

export class Import {
  constructor(readonly rows: Readable) {}
}

/** Answers nobody, and notifies nobody. */
@Actor()
export class VaultActor {
  readonly #gold = '8675309';

  @Handle(Import)
  async import({ rows }: Import): Promise<void> {
    for await (const row of rows) if (row === this.#gold) throw new Error('known already');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  for (const guess of ['1234567', '8675309']) {
    const upload = Readable.from([guess]);
    app.get(MailboxRuntime).tell(new Import(upload));
    const isRead = await finished(upload).then(
      () => true,
      () => false,
    );
    if (!isRead) return guess;
  }
  return undefined;
}
