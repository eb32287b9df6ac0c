import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';

export interface RenderJob {
  readonly imageId: string;
}

@Injectable()
export class Renderer {
  readonly rendered: string[] = [];

  async render(imageId: string): Promise<string> {
    await new Promise(setImmediate);
    this.rendered.push(imageId);
    return `/thumbnails/${imageId}.webp`;
  }
}

@Injectable()
export class Images {
  constructor(@InjectQueue('thumbnails') private readonly queue: Queue<RenderJob, string>) {}

  async uploaded(imageId: string): Promise<void> {
    await this.queue.add(
      'render',
      { imageId },
      { jobId: imageId, attempts: 3, backoff: { type: 'exponential', delay: 100 } },
    );
  }
}

@Processor('thumbnails')
export class ThumbnailProcessor extends WorkerHost {
  constructor(private readonly renderer: Renderer) {
    super();
  }

  override async process({ data }: Job<RenderJob, string>): Promise<string> {
    return this.renderer.render(data.imageId); // kept in Redis, for whoever waits until the job is finished
  }
}
