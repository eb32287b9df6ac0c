/** Token of the options of the ingress, with every default filled in. */
export const INGRESS_OPTIONS = Symbol.for('nestjs-mailbox:ingress-options');

/** Token of the clock: the runtime's, which a test may have replaced. */
export const INGRESS_CLOCK = Symbol.for('nestjs-mailbox:ingress-clock');
