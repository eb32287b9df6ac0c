import 'reflect-metadata';

import {
  type DynamicModule,
  type INestApplicationContext,
  Injectable,
  Module,
  type Provider,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MailboxModule, type MailboxOptionsInput, MailboxRuntime } from 'nestjs-mailbox';

import { Tally } from '../tally.js';
import type { Play, Scene } from '../workload.js';

/** The account of the play that is on, injected into the actors. */
@Injectable()
export class Ledger<T extends Tally = Tally> {
  declare tally: T;
}

/** A Nest application with these actors, and all that the module does by default. */
export async function mailboxApplication(
  actors: readonly Type[],
  options?: MailboxOptionsInput,
  imports: readonly DynamicModule[] = [],
): Promise<INestApplicationContext> {
  const providers: Provider[] = [Ledger, ...actors];
  class BenchModule {}
  Module({ imports: [MailboxModule.forRoot(options), ...imports], providers })(BenchModule);
  return NestFactory.createApplicationContext(BenchModule, { logger: ['error', 'warn'] });
}

export interface InNest<T extends Tally> {
  readonly options?: MailboxOptionsInput | undefined;
  /** What is imported beside the mailboxes. */
  readonly imports?: readonly DynamicModule[] | undefined;
  /** What the actors keep their account in. */
  readonly tallies?: new () => T;
}

/** A scene in such an application; `begin` makes the first sends of a play, and `verify` reads the runtime's own books. */
export async function sceneInNest<T extends Tally = Tally>(
  actors: readonly Type[],
  begin: (runtime: MailboxRuntime, size: number, tally: T) => unknown,
  { options, imports, tallies = Tally as new () => T }: InNest<T> = {},
): Promise<Scene> {
  const application = await mailboxApplication(actors, options, imports);
  const runtime = application.get(MailboxRuntime);
  const ledger = application.get<Ledger<T>>(Ledger);
  let told = 0;
  const play: Play = async (size) => {
    const tally = (ledger.tally = new tallies());
    begin(runtime, size, tally);
    await tally.finished;
    told += tally.told;
    return tally;
  };
  return {
    play,
    verify: () => {
      const { totals } = runtime.snapshot();
      if (totals.handled !== told) throw new Error(`told ${told}, but ${JSON.stringify(totals)}`);
    },
    close: () => application.close(),
  };
}
