import type { LoggerService } from '@nestjs/common';
import { MailboxTestKit, type KitOptions } from 'nestjs-mailbox/testing';

/** Something that enhancers of actors do, as data: the same on every major of Nest. */
export interface EnhancerCase {
  readonly name: string;
  /** Plays it, and tells what was to be seen. */
  readonly run: () => Promise<unknown>;
  readonly expected: unknown;
}

/** What is left of an application when a test has played with it. */
export interface Played {
  readonly handled: number;
  readonly failed: number;
  /** Reason and errors of each dead letter. */
  readonly letters: readonly string[];
}

/** Starts an application, lets a test act on it, and ends it. */
export async function play(
  options: KitOptions,
  act: (kit: MailboxTestKit) => Promise<void> | void,
): Promise<Played> {
  const noise: string[] = [];
  const kit = await MailboxTestKit.create({
    ...options,
    unseenDeadLetters: 'ignore',
    configure: (builder) => {
      builder.setLogger(loggerTo(noise));
      options.configure?.(builder);
    },
  });
  await act(kit);
  await kit.settle();
  const { handled, failed } = kit.runtime.snapshot().totals;
  const letters = kit
    .deadLetters()
    .map(({ reason, errors }) => [reason, ...errors.map((error) => (error as Error).name)].join(' '));
  await kit.close();
  return { handled, failed, letters: [...letters, ...noise] };
}

/** Says nothing, and writes down what Nest says of errors that are ours to report. */
export function loggerTo(noise: string[]): LoggerService {
  const error = (text: unknown, ...rest: unknown[]): void => {
    if (rest.includes('ExceptionsHandler')) noise.push(`Nest says ${String(text)}`);
  };
  return { log() {}, warn() {}, error };
}

/** A promise that a test settles by hand. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
