import { Body, Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import {
  Command,
  CommandBus,
  CommandHandler,
  CqrsModule,
  EventBus,
  EventsHandler,
  type ICommandHandler,
  type IEventHandler,
  type IQueryHandler,
  Query,
  QueryBus,
  QueryHandler,
} from '@nestjs/cqrs';

export class PublishArticle extends Command<string> {
  constructor(readonly title: string) {
    super();
  }
}

export class ArticlePublished {
  constructor(
    readonly articleId: string,
    readonly title: string,
  ) {}
}

export class GetTitles extends Query<readonly string[]> {}

@Injectable()
export class Titles {
  readonly #titles = new Map<string, string>();

  get all(): readonly string[] {
    return [...this.#titles.values()];
  }

  save(articleId: string, title: string): void {
    this.#titles.set(articleId, title);
  }
}

@CommandHandler(PublishArticle)
export class PublishArticleHandler implements ICommandHandler<PublishArticle> {
  constructor(private readonly events: EventBus) {}

  async execute({ title }: PublishArticle): Promise<string> {
    const articleId = title.toLowerCase().replaceAll(' ', '-');
    this.events.publish(new ArticlePublished(articleId, title));
    return articleId;
  }
}

@EventsHandler(ArticlePublished)
export class TitlesHandler implements IEventHandler<ArticlePublished> {
  constructor(private readonly titles: Titles) {}

  handle({ articleId, title }: ArticlePublished): void {
    this.titles.save(articleId, title);
  }
}

@QueryHandler(GetTitles)
export class GetTitlesHandler implements IQueryHandler<GetTitles> {
  constructor(private readonly titles: Titles) {}

  async execute(): Promise<readonly string[]> {
    return this.titles.all;
  }
}

@Controller('articles')
export class ArticlesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  async publish(@Body() { title }: { title: string }): Promise<{ articleId: string }> {
    return { articleId: await this.commands.execute(new PublishArticle(title)) };
  }

  @Get()
  titles(): Promise<readonly string[]> {
    return this.queries.execute(new GetTitles());
  }
}

@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [ArticlesController],
  providers: [PublishArticleHandler, TitlesHandler, GetTitlesHandler, Titles],
})
export class ArticlesModule {}
