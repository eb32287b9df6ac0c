/** On an actor class: its name and options. Strings, so that a second copy of this library reads what the first one wrote. */
export const ACTOR_METADATA = 'mailbox:actor';

/** On a method of a prototype: the message classes that it handles or subscribes to. */
export const HANDLERS_METADATA = 'mailbox:handlers';

/** On a method of a prototype: the functions that `@Handle` and `@Subscribe` stood on, one of which may be there no more. */
export const HANDLER_FUNCTIONS_METADATA = 'mailbox:handler-functions';

/** On a prototype (or, for static members, on a class): the names of all members that have handlers written on them. */
export const HANDLER_NAMES_METADATA = 'mailbox:handler-names';

/** On a class, for a method: which argument Nest's pipes are for. */
export const MESSAGE_ARGUMENT_METADATA = 'mailbox:message-argument';

/** Token of the options as the application wrote them. */
export const MAILBOX_OPTIONS = Symbol.for('nestjs-mailbox:options');

/** Token of the options with every default filled in, and of what was wrong with them: a `ResolvedOptions`. */
export const MAILBOX_RESOLVED_OPTIONS = Symbol.for('nestjs-mailbox:resolved-options');

/** Token of a `Partial<RuntimeWorld>`. The testing kit overrides it to bring its own clock, randomness and logger. */
export const MAILBOX_SYSTEM = Symbol.for('nestjs-mailbox:system');

/** Token of a {@link DefinitionsHook}. The testing kit overrides it to put a probe in an actor's place. */
export const MAILBOX_DEFINITIONS_HOOK = Symbol.for('nestjs-mailbox:definitions-hook');

/** Token of the logger: Nest's, or what {@link MAILBOX_SYSTEM} brings. */
export const MAILBOX_LOGGER = Symbol.for('nestjs-mailbox:logger');
