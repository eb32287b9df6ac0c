import type { Hook } from '../runtime/actor-ref.js';
import type { MessageOf } from '../runtime/void-method.js';

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
