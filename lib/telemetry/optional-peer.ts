import type * as OpenTelemetry from '@opentelemetry/api';
import type * as PromClient from 'prom-client';
import { MissingPeerError } from './missing-peer.error.js';

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
