import type { DynamicModule, Type } from '@nestjs/common';
import {
  Actor,
  ActorContext,
  Handle,
  type MailboxOptionsInput,
  type MailboxRuntime,
  Subscribe,
} from 'nestjs-mailbox';
import { MailboxTelemetryModule } from 'nestjs-mailbox/telemetry';

import type { Scene } from '../workload.js';
import { CountTally, Increment } from '../workloads/count.js';
import { Ledger, sceneInNest } from './application.js';
import { syncCounter } from './count.js';

/** The sync count with one thing other than it is by default. */
interface Feature {
  readonly actor?: Type;
  readonly options?: MailboxOptionsInput;
  readonly send?: (runtime: MailboxRuntime, message: Increment) => void;
  readonly isObserved?: true;
  readonly imports?: readonly DynamicModule[];
}

@Actor()
class SubscribedCounter {
  constructor(private readonly ledger: Ledger<CountTally>) {}

  @Subscribe(Increment)
  increment(message: Increment): void {
    this.ledger.tally.count(message);
  }
}

@Actor()
class ReadingCounter {
  constructor(private readonly ledger: Ledger<CountTally>) {}

  @Handle(Increment)
  increment(message: Increment, context: ActorContext): void {
    if (context.envelope.id !== '') this.ledger.tally.count(message);
  }
}

/** By the words of the table; the first is what the others are compared with. */
export const features: Readonly<Record<string, () => Feature>> = {
  'all defaults': () => ({}),
  "freeze: 'always'": () => ({ options: { freeze: 'always' } }),
  "validate: 'always'": () => ({ options: { validate: 'always' } }),
  "overflow: 'drop-oldest'": () => ({ options: { mailbox: { overflow: 'drop-oldest' } } }),
  'keyBy (one key)': () => ({ actor: syncCounter({ actor: { keyBy: () => 'one' } }) }),
  'deduplicate: { size: 1,000 }': () => ({ actor: syncCounter({ actor: { deduplicate: { size: 1_000 } } }) }),
  'timeoutMs: 30,000': () => ({ actor: syncCounter({ handle: { timeoutMs: 30_000 } }) }),
  'retry: { attempts: 3 }': () => ({ actor: syncCounter({ handle: { retry: { attempts: 3 } } }) }),
  'Prometheus metrics': () => ({ imports: [MailboxTelemetryModule.forRoot({ metrics: true })] }),
  'OpenTelemetry, no SDK': () => ({ imports: [MailboxTelemetryModule.forRoot({ tracing: true })] }),
  'activity observed': () => ({ isObserved: true }),
  'the envelope read': () => ({ actor: ReadingCounter }),
  'an id of the sender’s own': () => ({
    send: (runtime, message) => runtime.tell(message, { id: `id-${message.n}` }),
  }),
  'publish to one subscriber': () => ({
    actor: SubscribedCounter,
    send: (runtime, message) => runtime.publish(message),
  }),
  'deliver, receipt and all': () => ({ send: (runtime, message) => void runtime.deliver(message) }),
};

export function openFeature(name: string): Promise<Scene> {
  const {
    actor = syncCounter(),
    options,
    imports,
    send = tell,
    isObserved,
  } = (features[name] ?? unknown(name))();
  let heard = 0;
  let listening = false;
  return sceneInNest(
    [actor],
    (runtime, size, tally: CountTally) => {
      if (isObserved && !listening) runtime.activity.subscribe(() => (heard += 1));
      listening = true;
      return tally.produce(size, (message) => send(runtime, message));
    },
    { options, imports, tallies: CountTally },
  );
}

function tell(runtime: MailboxRuntime, message: Increment): void {
  runtime.tell(message);
}

function unknown(name: string): never {
  throw new Error(`there is no feature '${name}'`);
}
