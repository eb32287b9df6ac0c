import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readPage } from './pages.js';
import { type SnippetModule, Snippets } from './snippets.js';

/** A line of the page that calls curl, and the comment below it that says what comes back. */
const CURL = /^(curl .*)\n# (\d{3}) (.*)$/gm;

const lines = [...readPage('docs/ingress.md').matchAll(CURL)].map(
  ([, command = '', status = '', body = '']) => ({ command, status: Number(status), body }),
);

/** As a pattern: dots stand for anything, and what stands at the end for the rest. */
function patternOf(body: string): RegExp {
  const literal = body.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll(String.raw`\.\.\.`, '.*')}$`, 's');
}

describe('The page about messages over HTTP', () => {
  const snippets = new Snippets('docs/ingress.md');
  let app: INestApplication;

  async function open(module: object): Promise<string> {
    app = await NestFactory.create(module, { logger: false });
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  }

  afterEach(() => app.close());
  afterAll(() => snippets.remove());

  it('prints what its curl lines answer', async () => {
    const { AppModule } = (await snippets.load('orders.ts')) as SnippetModule;
    const url = await open(AppModule as object);
    expect(lines.length).toBeGreaterThan(10);
    for (const { command, status, body } of lines) {
      const here = command.replace('localhost:3000', new URL(url).host);
      const { stdout } = await promisify(execFile)('sh', ['-c', `${here} -s -w '\\n%{http_code}'`]);
      const answer = stdout.split('\r\n\r\n').at(-1) ?? '';
      expect([command, answer.slice(-3)]).toEqual([command, String(status)]);
      expect(answer.slice(0, -4)).toMatch(patternOf(body));
    }
  });

  it('guards a path of its own', async () => {
    const { GuardedModule } = (await snippets.load('guarded.ts')) as SnippetModule;
    const url = await open(GuardedModule as object);
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${url}/inbox/orders.place-order`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ orderId: 'o-1', quantity: 1 }),
      });
    expect((await post({})).status).toBe(403);
    expect((await post({ 'x-api-key': 'secret' })).status).toBe(202);
  });
});
