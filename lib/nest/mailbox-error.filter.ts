import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { throwError } from 'rxjs';
import { DeliveryError, InvalidMessageError } from '../runtime/errors.js';

/** Seconds after which it is worth trying again. A full mailbox moves on within moments; a closed one belongs to a process that ends. */
export const RETRY_AFTER_SECONDS: Partial<Record<DeliveryError['httpStatus'], number>> = { 429: 1, 503: 5 };

/**
 * Answers HTTP requests whose controller let a {@link DeliveryError} through: 400, 404, 429 or 503 with the error's code, its
 * message and, for an invalid message, the schema's issues.
 *
 * Anything the application catches itself, it keeps: filters of a method or controller come first as always, and its global ones
 * do because this one makes itself known before any of them, and Nest asks the latest first. (`APP_FILTER` would put it ahead of
 * the root module's own.)
 */
@Catch(DeliveryError)
export class MailboxErrorFilter implements ExceptionFilter<DeliveryError> {
  constructor(
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(ApplicationConfig) config: ApplicationConfig,
  ) {
    config.addGlobalFilter(this);
  }

  catch(error: DeliveryError, host: ArgumentsHost): unknown {
    const kind = host.getType<string>();
    if (kind === 'rpc') return throwError(() => error);
    if (kind !== 'http') throw error;
    this.#answer(error, host.switchToHttp().getResponse());
    return undefined;
  }

  #answer(error: DeliveryError, response: unknown): void {
    const { httpAdapter } = this.adapterHost;
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response);
      return;
    }
    const { code, httpStatus: statusCode, message } = error;
    const retryAfter = RETRY_AFTER_SECONDS[statusCode];
    if (retryAfter !== undefined) httpAdapter.setHeader(response, 'Retry-After', String(retryAfter));
    const issues = error instanceof InvalidMessageError ? { issues: error.issues } : {};
    httpAdapter.reply(response, { statusCode, code, message, ...issues }, statusCode);
  }
}
