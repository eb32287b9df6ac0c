import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { MailboxRuntime } from 'nestjs-mailbox';
import { RenderThumbnail } from './after.js';
import type { RenderJob } from './before.js';

/** The queue stays, and brings its jobs to the actor. The job is done when the actor's mailbox has accepted it. */
@Processor('thumbnails')
export class ThumbnailProcessor extends WorkerHost {
  constructor(private readonly mailbox: MailboxRuntime) {
    super();
  }

  override async process({ data }: Job<RenderJob>): Promise<void> {
    await this.mailbox.deliver(new RenderThumbnail(data.imageId)); // rejects if it is full: BullMQ tries again
  }
}
