import type { MailboxRuntime } from 'nestjs-mailbox';
import { filter, firstValueFrom, map, type Observable, take, toArray } from 'rxjs';

/** Resolves when handlers, named like `OrderActor.place`, have handled so many messages. Ask before they are sent. */
export function handled(runtime: MailboxRuntime, handler: string, count = 1): Promise<unknown> {
  const done = runtime.activity.pipe(
    filter((activity) => activity.type === 'handled' && activity.handler === handler),
  );
  return firstValueFrom(done.pipe(take(count), toArray()));
}

/** The types and reasons of the dead letters, in their order. */
export function deadLettersOf(runtime: MailboxRuntime): readonly string[] {
  return runtime.deadLetters.list().map(({ reason, envelope }) => `${reason} ${envelope.type}`);
}

/** What actors publish or are told, by message type. Ask before it is sent. */
export function acceptedTypes(runtime: MailboxRuntime): Observable<string> {
  return runtime.activity.pipe(
    filter(({ type }) => type === 'accepted'),
    map(({ envelope }) => envelope?.type ?? ''),
  );
}
