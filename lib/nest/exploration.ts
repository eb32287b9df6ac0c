import type { ActorOptions } from './actor-options.js';
import type { MethodMetadata } from './mailbox-metadata.accessor.js';
import type { Constructor, InstanceWrapper } from './nest-container.js';

/** A class provider of an actor. */
export interface FoundActor {
  /** The class that has instances: the provided one, or what a test has put in its place. */
  readonly type: Constructor;
  /** The name in addresses: that of the token, where the token is an actor as well. */
  readonly name: string;
  readonly options: ActorOptions;
  readonly methods: readonly MethodMetadata[];
  readonly token: unknown;
  readonly module: string;
  readonly wrapper: InstanceWrapper;
}

/** Something else that is provided where an actor would be expected. */
export interface FoundSubstitute {
  readonly className: string;
  readonly form: 'an alias' | 'a factory' | 'a value' | 'a class that is no actor' | 'a controller';
  readonly token: unknown;
  readonly module: string;
}

/** A handler that no mailbox will ever reach. */
export interface FoundStray {
  readonly className: string;
  readonly method: string;
  readonly module: string;
  readonly why: 'no actor' | 'static';
}

/** One provider, controller or enhancer asks for another provider. */
export interface FoundInjection {
  readonly consumer: string;
  readonly module: string;
  readonly token: unknown;
  readonly provider: InstanceWrapper;
}

/** Everything in an application that concerns actors, as found: nothing judged, nothing run. */
export interface Exploration {
  readonly actors: readonly FoundActor[];
  readonly substitutes: readonly FoundSubstitute[];
  readonly strays: readonly FoundStray[];
  readonly injections: readonly FoundInjection[];
  /** How many modules `forRoot` and `forRootAsync` have made. */
  readonly roots: number;
  /** What is wrong with the options of the module. */
  readonly optionProblems: readonly OptionProblem[];
}

/** One option that is unknown, of the wrong type, or contradicts another. */
export interface OptionProblem {
  readonly path: string;
  readonly problem: string;
}
