import type * as OpenTelemetry from '@opentelemetry/api';
import type * as PromClient from 'prom-client';
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

/** @throws MissingPeerError */
export function loadOpenTelemetry(): Promise<typeof OpenTelemetry> {
  return optionalPeer('@opentelemetry/api', 'telemetry.tracing', () => import('@opentelemetry/api'));
}

/** @throws MissingPeerError */
export function loadPromClient(): Promise<typeof PromClient> {
  return optionalPeer('prom-client', 'telemetry.metrics', () => import('prom-client'));
}

/**
 * Loads a package that only some applications have.
 *
 * @throws MissingPeerError
 */
export async function optionalPeer<T>(peer: string, option: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new MissingPeerError(peer, option, error);
  }
}
