import type { GivesNothing } from './void-method.js';

type Hook = 'onActivate' | 'onDeactivate';

/** The message that a method takes, judged by its shape, as the compiler sees no decorators; `never` for another method. */
type MessageOf<F> = F extends (...args: infer Args) => infer Result
  ? GivesNothing<Result> extends true
    ? FirstObject<Args>
    : never
  : never;

type FirstObject<Args extends unknown[]> = Args extends []
  ? never
  : Args extends [(infer Message)?, ...unknown[]]
    ? NonNullable<Message> extends object
      ? Message
      : never
    : never;

/** The public handlers whose message lacks something that the key function reads. */
type Misfits<A, Read> = {
  [Name in Exclude<keyof A, Hook> & string]: [MessageOf<A[Name]>] extends [Read] ? never : Name;
}[Exclude<keyof A, Hook> & string];

/**
 * What the compiler holds against an actor whose `keyBy` reads `Read`: `unknown`, or a property per misfit whose name is the
 * sentence that the compiler prints. It sees public methods only; what slips through a private one is `invalid-key` at run time.
 */
export type ActorKeyRule<A, Read> = [Misfits<A, Read>] extends [never]
  ? unknown
  : {
      [
        Name in Misfits<
          A,
          Read
        > as `keyBy reads what the message of ${Name} lacks; give the message that field, or make ${Name} private if it is no handler`
      ]: Read;
    };

/** The same for a `keyBy` on a handler. */
export type HandlerKeyRule<M extends object, Read> = [M] extends [Read]
  ? unknown
  : { 'keyBy reads what this message lacks; give the message that field': Read };
