import type { TSESTree } from '@typescript-eslint/utils';
import { isPart } from './common-origin.js';
import { PUT } from './mutation.js';
import { isSameOrigin, type Origin, originOf, type Path } from './origin.js';
import type { Code } from './rule.js';
import { methodCall, plain } from './syntax.js';

/** Something that was laid into a field, or into what lies in one. */
interface Kept {
  readonly place: Origin;
  readonly path: Path;
  readonly what: 'message' | 'empty' | 'other';
}

/** The fields in which an actor keeps a message, or a part of one, as it came; read from all that is laid into them in a file. */
export class KeptMessages {
  readonly #kept: Kept[] = [];

  constructor(
    private readonly code: Code,
    private readonly isMessage: (origin: Origin) => boolean,
  ) {}

  onAssignment({ left, right }: TSESTree.AssignmentExpression): void {
    const place = originOf(this.code, left);
    if (place !== undefined) this.#add(place, place.path, right);
  }

  onCall(node: TSESTree.CallExpression): void {
    const call = methodCall(node);
    const place = call && PUT.has(call.name) ? originOf(this.code, call.object) : undefined;
    if (call === undefined || place === undefined) return;
    const values = call.name === 'set' ? node.arguments.slice(1) : node.arguments;
    for (const value of values) this.#add(place, [...place.path, undefined], value);
  }

  /** Whether an object is one of them, whichever of the assignments came last. */
  has(origin: Origin): boolean {
    const at = this.#kept.filter(
      ({ place, path }) =>
        isSameOrigin(place, origin) && isPart({ sent: path, changed: origin.path, isApart: false }),
    );
    const messages = at.filter(({ what }) => what === 'message');
    return (
      messages.length > 0 &&
      at.every(
        ({ what, path }) =>
          what === 'message' ||
          (what === 'empty' && messages.every((message) => message.path.length > path.length)),
      )
    );
  }

  #add(place: Origin, path: Path, expression: TSESTree.Node): void {
    if (place.kind !== 'field') return;
    const value = plain(expression.type === 'SpreadElement' ? expression.argument : expression);
    if (isNothing(value)) return;
    const origin = originOf(this.code, value);
    const isMessage = origin !== undefined && this.isMessage(origin);
    this.#kept.push({ place, path, what: isMessage ? 'message' : isEmpty(value) ? 'empty' : 'other' });
  }
}

function isNothing(node: TSESTree.Node): boolean {
  return (
    (node.type === 'Literal' && node.value === null) ||
    (node.type === 'Identifier' && node.name === 'undefined')
  );
}

/** A new list or map, into which messages are put. */
function isEmpty(node: TSESTree.Node): boolean {
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  return node.type === 'NewExpression' && node.arguments.length === 0;
}
