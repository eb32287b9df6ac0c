import { Body, Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime, type Receipt, Subscribe } from 'nestjs-mailbox';
import { ArticlePublished, Titles } from './before.js';

export class PublishArticle {
  constructor(
    readonly articleId: string,
    readonly title: string,
  ) {}
}

@Actor({ keyBy: (message: { articleId: string }) => message.articleId })
export class ArticleActor {
  #isPublished = false; // a command handler has no such field; an actor does

  @Handle(PublishArticle)
  publish({ articleId, title }: PublishArticle, context: ActorContext): void {
    if (this.#isPublished) return;
    this.#isPublished = true;
    context.publish(new ArticlePublished(articleId, title));
  }
}

@Actor()
export class TitlesActor {
  constructor(private readonly titles: Titles) {}

  @Subscribe(ArticlePublished)
  save({ articleId, title }: ArticlePublished): void {
    this.titles.save(articleId, title);
  }
}

@Controller('articles')
export class ArticlesController {
  constructor(
    private readonly mailbox: MailboxRuntime,
    private readonly titles: Titles,
  ) {}

  @Post()
  @HttpCode(202)
  async publish(@Body() { title }: { title: string }): Promise<Receipt & { articleId: string }> {
    const articleId = title.toLowerCase().replaceAll(' ', '-'); // was the handler's to compute, is the sender's to choose
    const receipt = await this.mailbox.deliver(new PublishArticle(articleId, title));
    return { ...receipt, articleId };
  }

  @Get()
  all(): readonly string[] {
    return this.titles.all; // a query is a method of the read model
  }
}

@Module({ controllers: [ArticlesController], providers: [ArticleActor, TitlesActor, Titles] })
export class ArticlesModule {}
