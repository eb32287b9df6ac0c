import { type ActorDefinition, type MessageClass, messageTypeOf } from '../runtime/index.js';
import { findMessageDeclaration } from '../runtime/message.js';
import { actorAt } from './actor-name.js';
import type { Mutation, Run } from './rehearsal-run.js';
import type { MessageReport } from './report.js';
import { lostOnTheWire } from './wire.js';

/** Lines of how a message was changed; the others say the same of other messages. */
const MOST_MUTATIONS = 3;

/** What there is to say of a message type without any fault. */
type MessageFacts = Omit<MessageReport, 'lost' | 'twice' | 'fails' | 'crash'>;

/** The types of the messages that came in a run, in order. */
export function typesIn({ told }: Run): readonly string[] {
  return [...new Set(told.map(({ type }) => type))].sort();
}

/** The message types that actors handle. */
export function handledTypes(definitions: readonly ActorDefinition[]): readonly string[] {
  const types = definitions.flatMap(({ handlers }) => handlers.map(({ message }) => messageTypeOf(message)));
  return [...new Set(types)].sort();
}

export function messageFacts(
  type: string,
  definitions: readonly ActorDefinition[],
  plain: Run,
  mutations: readonly Mutation[],
): MessageFacts {
  const told = plain.told.filter((one) => one.type === type);
  const messages = plain.trace.messages
    .filter(({ envelope }) => envelope.type === type)
    .map(({ envelope }) => envelope.message);
  const ways = told.map(({ from = 'outside', to }) => `${actorAt(from)} → ${actorAt(to)}`);
  return {
    type,
    ways: [...new Set(ways)].sort(),
    handlers: handlersOf(type, definitions),
    count: told.length,
    mutated: [
      ...new Set(mutations.filter(({ message }) => typeOf(message) === type).map(mutationLine)),
    ].slice(0, MOST_MUTATIONS),
    hasSchema: messages.some(
      (message) => findMessageDeclaration(message.constructor as MessageClass)?.schema !== undefined,
    ),
    lostOnTheWire: [...new Set(messages.flatMap(lostOnTheWire))],
  };
}

function handlersOf(type: string, definitions: readonly ActorDefinition[]): readonly string[] {
  return definitions
    .flatMap(({ className, handlers }) =>
      handlers
        .filter(({ message }) => messageTypeOf(message) === type)
        .map(({ method }) => `${className}.${method}`),
    )
    .sort();
}

function mutationLine({ to, told, seen }: Mutation): string {
  return `it was ${told} when it was told, and ${seen} when ${to} handled it`;
}

function typeOf(message: object): string {
  return messageTypeOf(message.constructor as MessageClass);
}
