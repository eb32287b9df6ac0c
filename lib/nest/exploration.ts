import type { OptionProblem } from '../runtime/option-problems.js';
import type { RuntimeOptions } from '../runtime/options.js';
import type { ActorOptions } from './actor-options.js';
import type { DecoratedMember, MethodMetadata, PropertyMetadata } from './mailbox-metadata.accessor.js';
import type { Constructor, InstanceWrapper } from './nest-container.js';

/** A class provider of an actor. */
export interface FoundActor {
  /** The class that has instances: the provided one, or what a test has put in its place. */
  readonly type: Constructor;
  /** That class, as a person would name it. */
  readonly className: string;
  /** The name in addresses: that of the token, where the token is an actor as well. */
  readonly name: string;
  /** As written; not judged yet. */
  readonly options: ActorOptions;
  readonly methods: readonly MethodMetadata[];
  readonly properties: readonly PropertyMetadata[];
  /** The keys of all metadata on the class itself. */
  readonly classKeys: readonly string[];
  readonly token: unknown;
  readonly module: string;
  readonly wrapper: InstanceWrapper;
}

/** Something else that is provided where an actor would be expected. */
export interface FoundSubstitute {
  readonly className: string;
  readonly form:
    | 'an alias'
    | 'a factory'
    | 'a value'
    | 'a class that is no actor'
    | 'a controller'
    | 'a guard, interceptor, pipe or filter'
    | 'a middleware';
  readonly token: unknown;
  readonly module: string;
}

/** A handler that no message will ever reach: not in an actor, or on no method of its instances. */
export interface FoundStray {
  readonly className: string;
  readonly member: DecoratedMember;
  readonly isInActor: boolean;
}

/** One provider, controller, enhancer or middleware asks for another provider. */
export interface FoundInjection {
  readonly consumer: string;
  readonly module: string;
  readonly token: unknown;
  readonly provider: InstanceWrapper;
  /** Whether it does without, where there is none. */
  readonly isOptional: boolean;
}

/** Everything in an application that concerns actors, as found: nothing judged, nothing run. */
export interface Exploration {
  readonly actors: readonly FoundActor[];
  readonly substitutes: readonly FoundSubstitute[];
  readonly strays: readonly FoundStray[];
  readonly injections: readonly FoundInjection[];
  /** How many modules `forRoot` and `forRootAsync` have made. */
  readonly roots: number;
  /** The options of the module with every default filled in; the defaults alone, where something is wrong with them. */
  readonly options: RuntimeOptions;
  readonly optionProblems: readonly OptionProblem[];
  /** Whether anybody hears the signal that ends a process in production. */
  readonly hearsSigterm: boolean;
  readonly isProduction: boolean;
}
