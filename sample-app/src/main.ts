import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { tryIt } from './try-it.js';

const logger = new Logger('Shop');
const { PORT = '3000' } = process.env;

if (!/^\d+$/.test(PORT) || Number(PORT) > 65_535) {
  logger.error(`PORT is '${PORT}'; it must be a number from 0 to 65535`);
  process.exit(1);
}

const app = await NestFactory.create(AppModule);
app.enableShutdownHooks(); // without them nothing is drained on SIGTERM

try {
  await app.listen(Number(PORT));
  const { port } = app.getHttpServer().address() as { port: number };
  console.log(tryIt(`http://localhost:${port}`));
} catch (error) {
  const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  logger.error(
    isTaken
      ? `port ${PORT} is in use; stop what listens there, or choose another: PORT=3001 npm start`
      : error,
  );
  await app.close();
  process.exitCode = 1;
}
