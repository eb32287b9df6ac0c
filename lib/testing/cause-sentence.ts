import { inspect } from 'node:util';
import { type MessageClass, messageTypeOf } from '../runtime/index.js';
import type { Fault } from './fault.js';
import type { HandlerCall, Run } from './rehearsal-run.js';
import type { TracedMessage } from './traced-message.js';

/** Says in a sentence which message met a fault, who had told it to whom, and what became of it. */
export function causeOf(fault: Fault, failed: Run, plain: Run): string {
  const { kind, amount, type, from, to, nth } = fault;
  const which = nth === 1 ? '' : ` (number ${nth} of these)`;
  const told = `${type}, which ${from === 'outside' ? 'somebody outside' : from} told ${to}${which}`;
  switch (kind) {
    case 'drop':
      return `${told}, was lost: ${to} never heard of it${again(fault, failed)}`;
    case 'duplicate':
      return `${told}, came twice${amount === 0 ? '' : ', the second time when all else was over'}${bothTimes(fault, failed, plain)}`;
    case 'delay':
      return `${told}, came ${amount < 1_000 ? `${amount} ms` : `${amount / 1_000} s`} late${meanwhile(fault, failed, plain)}`;
    case 'reorder':
      return `${told}, came behind what was told later${meanwhile(fault, failed, plain)}`;
    case 'fail':
      return `${told}, made its handler throw, once`;
    case 'crash':
      return `the application crashed when ${told}, had been ${
        amount === 0 ? 'accepted and not been handled' : 'handled'
      }; fields and queues were gone, and it started again`;
  }
}

/** Says of each message that was not the same any more when it was handled what it was and what it had become. */
export function mutationsOf({ mutations, trace }: Run): readonly string[] {
  return mutations.map(({ message, to, told, seen }) => {
    const from = trace.messages.find(({ envelope }) => envelope.message === message)?.envelope.from;
    const sender = from === undefined ? 'somebody outside' : short(from);
    const type = messageTypeOf(message.constructor as MessageClass);
    return `${type}, which ${sender} told ${to}, was changed after it had been told: it was ${told}, and ${to} saw ${seen}`;
  });
}

/** Whether the same was told once more after it had been lost. */
function again(fault: Fault, failed: Run): string {
  const [lost, ...later] = sameWay(fault, failed).slice(fault.nth - 1);
  const isBack = later.some(
    ({ envelope, outcome }) =>
      outcome === 'handled' && show(envelope.message) === show(lost?.envelope.message),
  );
  return isBack ? ' then, only when it was told again' : ', and nobody told it again';
}

function bothTimes(fault: Fault, failed: Run, plain: Run): string {
  const [count, usual] = [failed, plain].map((run) =>
    sameWay(fault, run).filter(({ outcome }) => outcome === 'handled'),
  ) as [TracedMessage[], TracedMessage[]];
  return count.length > usual.length ? `, and ${fault.to} handled it both times` : '';
}

/** What its receiver had handled when it came, and does not before it when nothing goes wrong. */
function meanwhile(fault: Fault, failed: Run, plain: Run): string {
  const late = sameWay(fault, failed)[fault.nth - 1]?.envelope.message;
  const own = ({ calls }: Run): readonly HandlerCall[] => calls.filter(({ to }) => to === fault.to);
  const usual = own(plain).map(({ message }) => show(message));
  const before = own(failed).slice(
    0,
    own(failed).findIndex(({ message }) => message === late),
  );
  const overtaking = before.filter(({ message }) => {
    const place = usual.indexOf(show(message));
    return place < 0 || place > usual.indexOf(show(late));
  });
  const contents = overtaking.map(({ message }) => show(message));
  return contents.length === 0 ? '' : `: by then ${fault.to} had handled ${contents.join(', ')}`;
}

/** The messages of that type on that way, in the order in which they were told. */
function sameWay({ type, from, to }: Fault, { trace }: Run): readonly TracedMessage[] {
  return trace.messages.filter(
    ({ envelope }) =>
      envelope.type === type &&
      short(envelope.to) === to &&
      (envelope.from === undefined ? 'outside' : short(envelope.from)) === from,
  );
}

function show(message: unknown): string {
  return inspect(message, { breakLength: Infinity, depth: 3 });
}

function short(address: string): string {
  return address.replace(/^mailbox:\/\//, '');
}
