import type { ArrivalName } from './fault.js';
import type { MailboxTestKit } from './mailbox-test-kit.js';
import type { Stage } from './stage.js';

/** Looks on while a plan is run, and changes nothing. */
export interface Audience {
  /** The application has started, and nothing has been done to it. */
  opens?(kit: MailboxTestKit, stage: Stage): void;
  /** A message is about to be accepted. */
  arrives?(name: ArrivalName): void;
  /** @param address Of the instance whose turn it is. */
  turnBegins?(address: string): void;
  turnEnds?(): void;
  /** An instance is about to handle something. */
  sees?(address: string, instance: object): void;
  /** Everything has come to rest, and the application is not closed yet. */
  isOver?(kit: MailboxTestKit): void;
}
