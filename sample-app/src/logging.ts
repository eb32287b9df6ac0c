import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { Configuration } from './configuration.js';

const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

/** Nest's own logger: a JSON object a line for machines, coloured text for a terminal. The facts of a message are fields of it. */
export function loggerOf({ logFormat, logLevel }: Configuration): ConsoleLogger {
  const logLevels = LEVELS.slice(0, LEVELS.indexOf(logLevel) + 1);
  return new ConsoleLogger({ json: logFormat === 'json', logLevels });
}
