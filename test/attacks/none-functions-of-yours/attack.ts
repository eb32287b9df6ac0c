import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}
const lines: string[] = [];

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    context.logger.log('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const write = (line: unknown): void => void lines.push(String(line));
  app.useLogger({ log: write, warn: write, error: write });
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20 && lines.length === 0; turns += 1) await new Promise(setImmediate);
  return lines;
}
