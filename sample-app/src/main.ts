import { Logger } from '@nestjs/common';
import { serve } from './serve.js';
import { tryIt } from './try-it.js';

try {
  const { url } = await serve(process.env['PORT'] ?? '3000');
  console.log(tryIt(url));
} catch (error) {
  new Logger('Shop').error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
