/** Handles one message; when it returns a promise, the next message of that actor waits for it. */
export type Behaviour<M extends object> = (message: M) => void | Promise<void>;

/** Where messages for one actor are sent. */
export interface Address<M extends object> {
  tell(message: M): void;
}

/**
 * A running system of one contestant, as its own documentation tells to set it up.
 *
 * For implementers: an actor handles its messages one at a time, in the order in which they were told, and `tell` may be called from
 * inside a behaviour. A contestant that can't do that for some workload says so in {@link Contestant.unfit}.
 */
export interface Stage {
  actor<M extends object>(behaviour: Behaviour<M>): Address<M> | Promise<Address<M>>;
  close(): void | Promise<void>;
}

/** Something that handles messages, and is measured. One file each, in `contestants/`. */
export interface Contestant {
  /** What its column is called. */
  readonly name: string;
  /** The package whose version is printed. */
  readonly library: string | undefined;
  /** Workloads that it has no fair form for, and why; their rows show "–". */
  readonly unfit?: Readonly<Record<string, string>>;
  /** Whether a handler's promise is waited for before the next message. @default true */
  readonly waits?: false;
  /** What a reader must know to read its figures. */
  readonly remark?: string;
  readonly open: () => Stage | Promise<Stage>;
}
