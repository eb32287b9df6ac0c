import type { Exploration } from './exploration.js';

/** What a boot check can find; each a stable word for programs, with a section in docs/boot-report.md. */
export const BOOT_FINDING_CODES = [
  'VALUE_RETURNED',
  'TWO_OWNERS',
  'TWO_METHODS',
  'TWO_MESSAGE_CLASSES',
  'TWO_ACTORS_OF_ONE_NAME',
  'HANDLER_OUTSIDE_ACTOR',
  'STATIC_HANDLER',
  'NOT_A_METHOD',
  'LIFECYCLE_HANDLER',
  'MISSING_MESSAGE_CLASS',
  'MISSING_KEY',
  'TWO_KEYS',
  'REQUEST_SCOPED',
  'NOT_TRANSIENT',
  'UNRESOLVED_DEPENDENCY',
  'PROVIDED_TWICE',
  'NOT_PROVIDED_AS_CLASS',
  'TWO_ROOTS',
  'INVALID_OPTION',
  'MISSING_ACTOR',
  'ACTOR_INJECTED',
  'NEST_HOOK',
  'FOREIGN_METADATA',
  'ENHANCER_IGNORED',
  'ENHANCER_SCOPED',
  'ENHANCER_UNUSABLE',
  'INGRESS_WITHOUT_SCHEMA',
  'RETRY_HOLDS_ACTOR',
  'NO_HANDLERS',
  'SILENT_PASSIVATION',
  'TRANSIENT_DEPENDENCY',
  'NO_SHUTDOWN_HOOKS',
] as const;

export type BootFindingCode = (typeof BOOT_FINDING_CODES)[number];

/** One thing that contradicts how actors work, found before anything ran. */
export interface BootFinding {
  readonly code: BootFindingCode;
  /** An error keeps the application from starting; a warning is logged. */
  readonly severity: 'error' | 'warning';
  /** The class that it is about: an actor, or the provider that misuses one. */
  readonly className: string;
  readonly method?: string | undefined;
  /** What was found, as half a sentence whose subject is the class or the method. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Looks at what was found, and yields what is wrong with it. */
export type BootCheck = (exploration: Exploration) => Iterable<BootFinding>;

/** Class and method, as a person would look for them. */
export function subjectOf({ className, method }: Pick<BootFinding, 'className' | 'method'>): string {
  return method === undefined ? className : `${className}.${method}`;
}
