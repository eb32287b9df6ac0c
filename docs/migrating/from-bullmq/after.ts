import { Injectable, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { Renderer } from './before.js';

export class RenderThumbnail {
  constructor(readonly imageId: string) {}
}

export class ThumbnailRendered {
  constructor(
    readonly imageId: string,
    readonly path: string,
  ) {}
}

@Injectable()
export class Images {
  constructor(private readonly mailbox: MailboxRuntime) {}

  async uploaded(imageId: string): Promise<void> {
    await this.mailbox.deliver(new RenderThumbnail(imageId), { id: imageId });
  }
}

@Actor({ keyBy: (message: RenderThumbnail) => message.imageId, deduplicate: { size: 10_000 } })
export class ThumbnailActor {
  constructor(private readonly renderer: Renderer) {}

  @Handle(RenderThumbnail, { retry: { attempts: 3, backoffMs: 100, factor: 2 } })
  async render({ imageId }: RenderThumbnail, context: ActorContext): Promise<void> {
    const path = await this.renderer.render(imageId);
    context.publish(new ThumbnailRendered(imageId, path)); // was the job's return value
    context.passivate(); // nothing to remember: the instance may go
  }
}

@Module({ providers: [Images, ThumbnailActor, Renderer] })
export class ThumbnailsModule {}
