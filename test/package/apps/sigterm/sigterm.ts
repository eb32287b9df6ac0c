// An application that gets a real SIGTERM under load. Its last word, on standard output, is what became of it all.
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import {
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Actor, ActorContext, Handle, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';

const KEYS = 20;
const BURST = 100;

class Work {
  constructor(readonly key: string) {}
}

class Hang {}

/** Something that must not be used once Nest has destroyed it. */
abstract class Resource implements OnModuleDestroy {
  static usedAfterDestroy = 0;
  #isDestroyed = false;

  use(): void {
    if (this.#isDestroyed) Resource.usedAfterDestroy += 1;
  }

  async onModuleDestroy(): Promise<void> {
    this.#isDestroyed = true;
    await setImmediate();
  }
}

@Injectable()
class Database extends Resource {}

@Injectable()
class Ledger extends Resource {}

let activated = 0;
let deactivated = 0;

@Actor({ keyBy: (message: Work) => message.key })
class WorkActor {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  onActivate(): void {
    activated += 1;
  }

  @Handle(Work)
  async work(): Promise<void> {
    this.database.use();
    await setImmediate();
    this.ledger.use();
  }

  async onDeactivate(): Promise<void> {
    this.database.use();
    await setImmediate();
    this.ledger.use();
    deactivated += 1;
  }
}

@Actor()
class StuckActor {
  @Handle(Hang)
  async hang(_message: Hang, context: ActorContext): Promise<void> {
    await new Promise(() => context.signal); // never
  }
}

@Injectable()
class Load implements OnApplicationBootstrap {
  #isOn = true;

  constructor(private readonly mailbox: MailboxRuntime) {
    process.once('SIGTERM', () => (this.#isOn = false));
  }

  onApplicationBootstrap(): void {
    void this.#run();
  }

  async #run(): Promise<void> {
    this.mailbox.tell(new Hang());
    for (let told = 0; this.#isOn; await setImmediate()) {
      for (let count = 0; count < BURST; count += 1, told += 1)
        this.mailbox.tell(new Work(`k${told % KEYS}`));
      if (told === 100 * BURST) writeSync(1, 'loaded\n');
    }
  }
}

@Injectable()
class LastWord implements OnApplicationShutdown {
  constructor(private readonly mailbox: MailboxRuntime) {}

  onApplicationShutdown(): void {
    const { totals } = this.mailbox.snapshot();
    const reasons = [...new Set(this.mailbox.deadLetters.list().map(({ reason }) => reason))];
    const { usedAfterDestroy } = Resource;
    writeSync(1, `${JSON.stringify({ totals, reasons, activated, deactivated, usedAfterDestroy })}\n`);
  }
}

@Module({ providers: [Database], exports: [Database] })
class DatabaseModule {}

@Module({ imports: [DatabaseModule], providers: [WorkActor, StuckActor, Ledger] })
class WorkModule {}

@Module({
  imports: [MailboxModule.forRoot({ drainTimeoutMs: 2_000 }), WorkModule],
  providers: [Load, LastWord],
})
class AppModule {}

async function bootstrap(): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule);
  app.enableShutdownHooks();
}

void bootstrap();
