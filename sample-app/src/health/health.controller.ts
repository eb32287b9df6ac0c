import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';

export interface Health {
  readonly status: 'ok' | 'unavailable';
  readonly mailbox: {
    readonly state: string;
    readonly queued: number;
    readonly running: number;
    readonly deadLetters: number;
  };
}

@Controller('health')
export class HealthController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  /** 503 once the application drains, or an actor was stopped for good: whoever balances the load sends nothing more here. */
  @Get()
  check(): Health {
    const { state, deadLetters } = this.mailbox;
    const { health, totals } = this.mailbox.snapshot();
    const { queued, running } = totals;
    const mailbox = { state, queued, running, deadLetters: deadLetters.size };
    if (health === 'down') throw new ServiceUnavailableException({ status: 'unavailable', mailbox });
    return { status: 'ok', mailbox };
  }
}
