/** What can be done to a message on its way, or to whoever handles it. */
export type FaultKind = 'drop' | 'duplicate' | 'delay' | 'reorder' | 'fail' | 'crash';

export const FAULT_KINDS: readonly FaultKind[] = ['drop', 'duplicate', 'delay', 'reorder', 'fail', 'crash'];

/** One arrival at a mailbox, by a name that is the same in every run: the how manieth message of a type it is on that way. */
export interface ArrivalName {
  readonly type: string;
  /** Without `mailbox://`; `outside`: no actor has sent it. */
  readonly from: string;
  /** Without `mailbox://`. */
  readonly to: string;
  /** Counted from 1. */
  readonly nth: number;
}

/** What is done to an arrival. */
export interface Misfortune {
  readonly kind: FaultKind;
  /**
   * Of a `delay`: milliseconds of the kit's clock. Of a `duplicate`: 0 for at once, 1 for when everything else has come to rest. Of a
   * `crash`: 0 for before the message is handled, 1 for after.
   */
  readonly amount: number;
}

/** A fault that has come about, or is to come about again. */
export interface Fault extends ArrivalName, Misfortune {}

/** `drop StockReserved from stock/book to order/o-1`, `delay:500 PlaceOrder#2 from outside to order/o-1`. */
export function faultText(fault: Fault): string {
  const { kind, amount } = fault;
  return `${kind}${amount === 0 ? '' : `:${amount}`} ${arrivalText(fault)}`;
}

const TEXT = /^(\w+)(?::(\d+))? (.+?)(?:#(\d+))? from (.+) to (.+)$/;

/** Reads what {@link faultText} wrote; undefined: it is none. */
export function parseFault(text: string): Fault | undefined {
  const [, kind, amount = '0', type = '', nth = '1', from = '', to = ''] = TEXT.exec(text) ?? [];
  const known = FAULT_KINDS.find((one) => one === kind);
  return known && { kind: known, amount: Number(amount), type, nth: Number(nth), from, to };
}

export function arrivalText({ type, from, to, nth }: ArrivalName): string {
  return `${type}${nth === 1 ? '' : `#${nth}`} from ${from} to ${to}`;
}
