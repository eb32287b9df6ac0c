import { type INestApplication, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

/** The shop, open at a port. */
export interface Served {
  readonly app: INestApplication;
  readonly url: string;
}

/**
 * Opens the shop.
 *
 * @param port 0 takes any that is free.
 * @param logger @default Nest's
 * @throws Error that says what to do, when the port is taken.
 */
export async function serve(port: number, logger?: LoggerService): Promise<Served> {
  const app = await NestFactory.create(AppModule, logger === undefined ? {} : { logger });
  app.enableShutdownHooks(); // without them nothing is drained on SIGTERM
  try {
    await app.listen(port);
  } catch (error) {
    await app.close();
    throw explained(error, port);
  }
  const address = app.getHttpServer().address() as { port: number };
  return { app, url: `http://localhost:${address.port}` };
}

function explained(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  const remedy = 'stop what listens there, or choose another: PORT=3001 npm start';
  return new Error(`port ${port} is in use; ${remedy}`, { cause: error });
}
