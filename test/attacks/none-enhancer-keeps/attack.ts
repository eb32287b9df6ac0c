import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  type INestApplicationContext,
  Module,
  UseFilters,
} from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

class Answer extends Error {}

const kept: unknown[] = [];

@Catch(Answer)
class Replies implements ExceptionFilter<Answer> {
  catch(answer: Answer, host: ArgumentsHost): void {
    kept.push([host.getArgByIndex(1).envelope.correlationId, answer.message]);
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  @Handle(Open)
  @UseFilters(Replies)
  open(): void {
    throw new Answer('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20 && kept.length === 0; turns += 1) await new Promise(setImmediate);
  return kept;
}
