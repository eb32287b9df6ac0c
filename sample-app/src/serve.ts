import { type INestApplication } from '@nestjs/common';
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
 * @param port As it stands in the environment; 0 takes any that is free.
 * @throws Error that says what to do, when the port is none or is taken.
 */
export async function serve(port: string): Promise<Served> {
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new Error(`PORT is '${port}'; it must be a number from 0 to 65535`);
  }
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks(); // without them nothing is drained on SIGTERM
  try {
    await app.listen(Number(port));
  } catch (error) {
    await app.close();
    throw explained(error, port);
  }
  const address = app.getHttpServer().address() as { port: number };
  return { app, url: `http://localhost:${address.port}` };
}

function explained(error: unknown, port: string): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  const remedy = 'stop what listens there, or choose another: PORT=3001 npm start';
  return new Error(`port ${port} is in use; ${remedy}`, { cause: error });
}
