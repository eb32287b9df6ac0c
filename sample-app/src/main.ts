import { Logger } from '@nestjs/common';
import { readConfiguration } from './configuration.js';
import { loggerOf } from './logging.js';
import { serve } from './serve.js';
import { tryIt } from './try-it.js';

try {
  const configuration = readConfiguration(process.env);
  const { url } = await serve(configuration.port, loggerOf(configuration));
  if (configuration.logFormat === 'text') console.log(tryIt(url));
  else new Logger('Shop').log(`open at ${url}`);
} catch (error) {
  new Logger('Shop').error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
