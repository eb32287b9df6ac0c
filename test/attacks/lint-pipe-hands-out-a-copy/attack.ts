import {
  type INestApplicationContext,
  Injectable,
  Module,
  type PipeTransform,
  UsePipes,
} from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

const answers: Answer[] = [];

class Answer {
  text?: string;
}

export class Open {
  constructor(readonly answer = new Answer()) {}
}

/** A message is frozen; what a pipe makes of it is not. */
@Injectable()
class CopyPipe implements PipeTransform<Open, Open> {
  transform(): Open {
    const copy = new Open();
    answers.push(copy.answer);
    return copy;
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  @Handle(Open)
  @UsePipes(CopyPipe)
  open({ answer }: Open): void {
    Object.assign(answer, { text: '8675309' });
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  while (answers.length === 0) await new Promise(setImmediate);
  return answers;
}
