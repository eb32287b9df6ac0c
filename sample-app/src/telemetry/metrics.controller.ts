import { Controller, Get, Header } from '@nestjs/common';
import { register } from 'prom-client';

@Controller('metrics')
export class MetricsController {
  /** For Prometheus: what the mailboxes count, read now. */
  @Get()
  @Header('content-type', register.contentType)
  read(): Promise<string> {
    return register.metrics();
  }
}
