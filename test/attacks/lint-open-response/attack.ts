import {
  Controller,
  Get,
  type INestApplicationContext,
  Injectable,
  Module,
  Param,
  Res,
} from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

interface Response {
  json(body: unknown): void;
}

export class Open {
  constructor(readonly id: string) {}
}

@Injectable()
export class Responses {
  readonly #open = new Map<string, Response>();

  keep(id: string, response: Response): void {
    this.#open.set(id, response);
  }

  answer(id: string, body: unknown): void {
    this.#open.get(id)?.json(body);
  }
}

@Controller('vault')
export class VaultController {
  constructor(
    private readonly responses: Responses,
    private readonly mailbox: MailboxRuntime,
  ) {}

  @Get(':id')
  open(@Param('id') id: string, @Res() response: Response): void {
    this.responses.keep(id, response);
    this.mailbox.tell(new Open(id));
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly responses: Responses) {}

  @Handle(Open)
  open({ id }: Open): void {
    this.responses.answer(id, '8675309');
  }
}

@Module({ providers: [VaultActor, Responses], controllers: [VaultController] })
export class AppModule {}

/** As Nest calls the route. */
export function steal(app: INestApplicationContext): Promise<unknown> {
  return new Promise((json) => app.get(VaultController).open('q-1', { json }));
}
