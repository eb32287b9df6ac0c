import { types } from 'node:util';

import type { Actor } from './actor.js';
import type { ActorCell } from './actor-cell.js';
import type { HandlerDefinition, KeyBy } from './actor-definition.js';
import type { ActorContext } from './actor-context.js';
import type { AttemptOutcome } from './instrumentation.js';
import type { MessageClass } from './message.js';
import type { Instruments } from './instruments.js';
import { messageTypeOf } from './message.js';
import { fill, type BackoffOptions } from './options.js';
import { NO_RETRY, type RetryPolicy } from './retry.js';
import { Route } from './route.js';
import { Tally } from './tally.js';

/** A handler definition with every default filled in: where a message goes, and what is called when its turn comes. */
export class Handler {
  readonly message: MessageClass;
  readonly kind: 'handle' | 'subscribe';
  readonly type: string;
  /** Class and method, as a person would look for them. */
  readonly label: string;
  readonly invoke: HandlerDefinition['invoke'];
  /** Calls it with a message alone. Each handler has a function of its own: where V8 sees but one, it takes the method in. */
  readonly handle: (instance: object, message: object) => unknown;
  readonly takesContext: boolean;
  readonly keyBy: KeyBy | undefined;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | undefined;
  /** Whether the next attempt's beginning is measured, and its end looked at even if the method just returns. */
  isTimed = true;
  /** Whether it is an `async` method itself: nobody can have laid hands on the promise that it returns. */
  readonly isAsync: boolean;
  /** Whether it takes nothing but the message, and the next attempt is not measured. */
  isPlain = false;
  private readonly isAlwaysTimed: boolean;
  /** Where the messages go that its method sends. */
  readonly route: Route;
  /** The actor's only instance, if it is an actor without keys. */
  single: ActorCell | undefined = undefined;
  /** Shared with {@link observed}. */
  readonly tally: Tally;
  /** The same with everybody around it who looks on. */
  readonly observed: Handler;
  /** Tells those who look on how an attempt has ended; undefined: nobody does. */
  readonly ended: ((context: ActorContext, outcome: AttemptOutcome) => void) | undefined;

  constructor(
    definition: HandlerDefinition,
    readonly actor: Actor,
    defaults: BackoffOptions,
    instruments: Instruments,
    plain?: Handler,
  ) {
    const isObserved = plain !== undefined;
    const { message, kind, method, invoke, takesContext = true, keyBy, retry, timeoutMs } = definition;
    const { className, name, keyBy: actorKeyBy } = actor.definition;
    this.message = message;
    this.kind = kind;
    this.route = new Route(actor.system);
    this.type = messageTypeOf(message);
    this.label = `${className}.${method}`;
    this.invoke = isObserved ? this.#around(definition, name, instruments) : invoke;
    this.handle = handleWith(this.invoke);
    this.takesContext = isObserved || takesContext;
    this.keyBy = keyBy ?? actorKeyBy;
    this.retry = retry === undefined ? NO_RETRY : { ...fill(defaults, retry), attempts: retry.attempts };
    this.timeoutMs = timeoutMs;
    this.isAsync = types.isAsyncFunction(this.invoke) && !types.isGeneratorFunction(this.invoke);
    this.isAlwaysTimed = isObserved || timeoutMs !== undefined;
    this.ended = isObserved ? (context, outcome) => instruments.ended(context, outcome) : undefined;
    this.tally = plain?.tally ?? new Tally();
    this.observed = isObserved ? this : new Handler(definition, actor, defaults, instruments, this);
  }

  /** Whether the next attempt is a sample of those of its actor. */
  set isSampleDue(isDue: boolean) {
    this.isTimed = isDue || this.isAlwaysTimed;
    this.isPlain = !this.isTimed && !this.takesContext;
  }

  #around(
    { invoke, takesContext }: HandlerDefinition,
    actor: string,
    instruments: Instruments,
  ): Handler['invoke'] {
    const { label } = this;
    return function around(message, context) {
      const given = (takesContext === false ? undefined : context) as ActorContext;
      return instruments.process({ envelope: context.envelope, actor, handler: label }, context, () =>
        invoke.call(this, message, given),
      );
    };
  }
}

function handleWith(invoke: Handler['invoke']): Handler['handle'] {
  const plain = invoke as (message: object) => unknown;
  return (instance, message) => plain.call(instance, message);
}
