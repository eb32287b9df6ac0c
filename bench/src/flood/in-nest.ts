import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

import { Ledger, mailboxApplication } from '../mailbox/application.js';
import { asyncCounter, syncCounter } from '../mailbox/count.js';
import type { CountTally } from '../workloads/count.js';
import type { Flooded } from './flooded.js';
import { Knock } from './knock.js';

@Actor()
class QuietActor {
  @Handle(Knock)
  knock(knock: Knock): void {
    knock.heard();
  }
}

export async function floodedInNest(form: 'sync' | 'async', capacity: number): Promise<Flooded> {
  const counter = (form === 'sync' ? syncCounter : asyncCounter)({ actor: { mailbox: { capacity } } });
  const application = await mailboxApplication([counter, QuietActor]);
  const runtime = application.get(MailboxRuntime);
  const ledger = application.get<Ledger<CountTally>>(Ledger);
  return {
    account: (tally) => void (ledger.tally = tally),
    tell: (message) => runtime.tell(message),
    close: () => application.close(),
  };
}
