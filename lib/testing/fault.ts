/** What can be done to a message on its way, or to whoever handles it. */
export type FaultKind = 'drop' | 'duplicate' | 'delay' | 'reorder' | 'fail' | 'crash';

export const FAULT_KINDS: readonly FaultKind[] = ['drop', 'duplicate', 'delay', 'reorder', 'fail', 'crash'];

/** One arrival at a mailbox, by a name that is the same in every run: the how manieth message of a type it is at that address. */
export interface ArrivalName {
  readonly type: string;
  /** Without `mailbox://`. */
  readonly to: string;
  /** Counted from 1. */
  readonly nth: number;
}

/** What is done to an arrival. */
export interface Misfortune {
  readonly kind: FaultKind;
  /** Of a `delay`: milliseconds of the kit's clock. Of a `duplicate`: 0 for at once, 1 for when everything else has come to rest. */
  readonly amount: number;
}

/** A fault that has come about, or is to come about again. */
export interface Fault extends ArrivalName, Misfortune {}

/** `drop StockReserved#1 to order/o-1`, `delay:500 PlaceOrder#2 to order/o-1`. */
export function faultText({ kind, amount, type, to, nth }: Fault): string {
  return `${kind}${amount === 0 ? '' : `:${amount}`} ${type}#${nth} to ${to}`;
}

const TEXT = /^(\w+)(?::(\d+))? (.+)#(\d+) to (.+)$/;

/** Reads what {@link faultText} wrote; undefined: it is none. */
export function parseFault(text: string): Fault | undefined {
  const [, kind, amount = '0', type = '', nth = '', to = ''] = TEXT.exec(text) ?? [];
  const known = FAULT_KINDS.find((one) => one === kind);
  return known && { kind: known, amount: Number(amount), type, nth: Number(nth), to };
}

export function arrivalText({ type, to, nth }: ArrivalName): string {
  return `${type}#${nth} to ${to}`;
}
