import { Inject, Injectable, Module } from '@nestjs/common';
import { Actor, Handle, MailboxModule } from 'nestjs-mailbox';
import { bootFindingsOf } from './booting.js';
import { applicationOf, INJECTIONS, lazyInjectionFindings, summaryOf } from './injections.js';
import { LAZY_LOADS } from './lazy-loads.js';
import { OrdinaryApplication } from './ordinary-application.js';

// Run by itself where Jest does not go: in the scratch application on Nest 11. Prints what the boot checks find, as JSON.

class Ask {}

class Answer {}

@Actor()
class PoorActor {
  constructor(@Inject('NOBODY') readonly nobody: unknown) {}

  @Handle(Ask)
  ask(): void {}
}

@Injectable()
@Actor()
class HastyActor {
  @Handle(Answer)
  answer(): void {}
}

/** Nest 11 leaves it to us to find out that an actor asks for what nobody provides. */
@Module({ imports: [MailboxModule.forRoot()], providers: [PoorActor, HastyActor] })
class FaultyModule {}

async function main(): Promise<void> {
  const injections: Record<string, readonly string[]> = {};
  for (const injection of INJECTIONS) {
    injections[injection.name] = summaryOf(await bootFindingsOf(applicationOf(injection)));
  }
  const loads: Record<string, readonly string[]> = {};
  for (const [name, [load]] of Object.entries(LAZY_LOADS)) loads[name] = await load();
  const report = {
    injections,
    loads,
    lazy: summaryOf(await lazyInjectionFindings()),
    ordinary: summaryOf(await bootFindingsOf(OrdinaryApplication)),
    several: summaryOf(await bootFindingsOf(FaultyModule)),
  };
  process.stdout.write(JSON.stringify(report));
}

void main();
