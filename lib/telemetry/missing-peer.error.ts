import { MailboxError } from '../runtime/errors.js';

/** The telemetry was asked for something for which the application lacks a package. */
export class MissingPeerError extends MailboxError {
  readonly code = 'MISSING_PEER';

  constructor(
    /** The name of the package. */
    readonly peer: string,
    option: string,
    cause: unknown,
  ) {
    super(`${option} needs the package ${peer}: npm install ${peer}, or leave the option out`, { cause });
  }
}
