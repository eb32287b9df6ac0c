import { jest } from '@jest/globals';
import { getQueueToken } from '@nestjs/bullmq';
import { Test } from '@nestjs/testing';
import type { Job } from 'bullmq';
import { Actor, Subscribe } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import * as after from './after.js';
import * as before from './before.js';
import * as beside from './beside.js';

const jobOf = (imageId: string) => ({ data: { imageId } }) as Job<before.RenderJob, string>;

@Actor()
class GalleryActor {
  @Subscribe(after.ThumbnailRendered)
  show(): void {}
}

describe('Coming from BullMQ', () => {
  it('returns the value of a job to the queue', async () => {
    const add = jest.fn();
    const module = await Test.createTestingModule({
      providers: [
        before.Images,
        before.Renderer,
        before.ThumbnailProcessor,
        { provide: getQueueToken('thumbnails'), useValue: { add } }, // in place of Redis
      ],
    }).compile();
    await module.get(before.Images).uploaded('cat');
    expect(add).toHaveBeenCalledWith('render', { imageId: 'cat' }, expect.objectContaining({ jobId: 'cat' }));
    expect(await module.get(before.ThumbnailProcessor).process(jobOf('cat'))).toBe('/thumbnails/cat.webp');
    await module.close();
  });

  it('publishes what a job returned, tries again, and takes an id once', async () => {
    const kit = await MailboxTestKit.create({
      imports: [after.ThumbnailsModule],
      providers: [GalleryActor],
    });
    const gallery = kit.spy(GalleryActor);
    const renderer = kit.get(before.Renderer);
    jest.spyOn(renderer, 'render').mockRejectedValueOnce(new Error('out of memory'));
    for (let time = 1; time <= 2; time += 1) await kit.get(after.Images).uploaded('cat');
    await kit.advance(100);
    gallery.expectOne(after.ThumbnailRendered, { imageId: 'cat', path: '/thumbnails/cat.webp' });
    expect(renderer.rendered).toEqual(['cat']);
    expect(kit.runtime.snapshot().actors['thumbnail']).toMatchObject({
      duplicate: 1,
      failed: 1,
      instances: 0,
    });
    await kit.close();
  });

  it('lets the queue bring its jobs to the actor, and hear that it is closed', async () => {
    const kit = await MailboxTestKit.create({
      imports: [after.ThumbnailsModule],
      providers: [GalleryActor, beside.ThumbnailProcessor],
    });
    const processor = kit.get(beside.ThumbnailProcessor);
    await processor.process(jobOf('cat'));
    await kit.settle();
    expect(kit.get(before.Renderer).rendered).toEqual(['cat']);
    await kit.runtime.drain();
    await expect(processor.process(jobOf('dog'))).rejects.toMatchObject({ code: 'MAILBOX_CLOSED' });
    await kit.close();
  });
});
