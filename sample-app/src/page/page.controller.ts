import { readFileSync } from 'node:fs';
import { Controller, Get, Header } from '@nestjs/common';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/** A page that places orders and shows what becomes of them. It knows the shop as any client does: by messages, events and queries. */
@Controller()
export class PageController {
  readonly #html = read('page.html');
  readonly #css = read('page.css');
  readonly #script = read('page.js');

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', "default-src 'self'; img-src data:")
  getPage(): string {
    return this.#html;
  }

  @Get('page.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  getStyle(): string {
    return this.#css;
  }

  @Get('page.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  getScript(): string {
    return this.#script;
  }
}
