import type { ActorContext } from '../runtime/actor-context.js';
import type { GivesNothing, Method } from '../runtime/void-method.js';

/**
 * What the compiler holds against a handler: `unknown` for a good one, and for a bad one a property that no method has, whose
 * name is the sentence that the compiler prints.
 */
export type HandlerRule<M extends object, F extends Method> =
  GivesNothing<ReturnType<F>> extends false
    ? { 'a handler returns nothing; tell what you would return as another message': ReturnType<F> }
    : Parameters<F>['length'] extends 0 | 1 | 2
      ? F extends (message: M, context: ActorContext) => unknown
        ? unknown
        : {
            'a handler takes the message of its decorator, and then an ActorContext': (
              message: M,
              context: ActorContext,
            ) => void;
          }
      : { 'a handler has no third parameter; the message and its context are all it gets': Parameters<F> };

/** The same for a result that is a type parameter of the class, or `this['field']`: the compiler puts off what is asked of those. */
interface GivesNothingYet {
  readonly value?: (...args: never[]) => void | undefined | PromiseLike<void | undefined>;
}

/** Decorates a method that may handle messages of the type `M`, and refuses any other at compile time. */
export type HandlerDecorator<M extends object> = <F extends Method>(
  prototype: object,
  method: string,
  descriptor: TypedPropertyDescriptor<F> & HandlerRule<M, F> & GivesNothingYet,
) => void;
