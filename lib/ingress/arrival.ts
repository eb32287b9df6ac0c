import type { ProblemDetail } from './problem.js';

/** One message on its way in, whatever it came in: what is left of the envelope, and the data as it was sent. */
export interface Arrival {
  readonly type: string;
  readonly data: unknown;
  /** Where the data stands in the body. */
  readonly at: readonly string[];
  /** Who sends it, as the application says; ids of others are other ids. */
  readonly sender?: string | undefined;
  /** Whose ids these are; together with the id it names one message. */
  readonly source: string;
  /** Undefined: the runtime gives it one. */
  readonly id?: string | undefined;
  /** The key of the instance. */
  readonly subject?: string | undefined;
  /** Where the subject stands. */
  readonly subjectAt?: Omit<ProblemDetail, 'detail'> | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number | undefined;
  /** What travels along with the message. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
