import { Inject, type Type } from '@nestjs/common';
import { Actor, Subscribe } from '../../nest/index.js';
import { ActorContext } from '../../runtime/actor-context.js';
import { EventStream } from './event-stream.js';
import type { ResolvedEventStream } from './event-stream-options.js';

/**
 * What hears of the published events: a subscriber like any other. So the stream has a place in the flow graph and in the accounts, a
 * publisher never runs its code, and an event that cannot be told becomes a dead letter.
 */
export function createEventStreamActor({ path, version, events }: ResolvedEventStream): Type<object> {
  @Actor({ name: nameOf(path, version), supervision: { onFailure: 'resume' } })
  class EventStreamActor {
    constructor(@Inject(EventStream) private readonly stream: EventStream) {}

    tell(_event: object, { envelope }: ActorContext): void {
      this.stream.tell(envelope);
    }
  }
  const { prototype } = EventStreamActor;
  const method = Object.getOwnPropertyDescriptor(prototype, 'tell') as TypedPropertyDescriptor<
    typeof prototype.tell
  >;
  for (const { messageClass } of events.values()) Subscribe(messageClass)(prototype, 'tell', method);
  return EventStreamActor;
}

/** An application may have several streams; each has an actor, and each actor a name. */
function nameOf(path: string, version: string | undefined): string {
  const words = [
    'event-stream',
    ...(path === 'events' ? [] : [path]),
    ...(version === undefined ? [] : [version]),
  ];
  return words.join('-').replaceAll(/[^\w.-]+/g, '-');
}
