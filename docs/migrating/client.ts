import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';

import type { INestApplication, LoggerService } from '@nestjs/common';

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export const silent: LoggerService = { log() {}, warn() {}, error() {} };

/** An HTTP client of an application under test. */
export class Client {
  private constructor(private readonly url: string) {}

  static async of(app: INestApplication): Promise<Client> {
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    return new Client(`http://127.0.0.1:${port}`);
  }

  get(path: string): Promise<Answer> {
    return this.#send(path, {});
  }

  post(path: string, body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.#send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Resolves with the first event of a stream of server-sent events, then hangs up. */
  async firstEvent(path: string): Promise<unknown> {
    const response = await fetch(this.url + path, { headers: { accept: 'text/event-stream' } });
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const [, data] = /^data: (.*)\n/m.exec(text) ?? [];
      if (data !== undefined) return JSON.parse(data);
    }
    throw new Error(`${path} ended without an event`);
  }

  async #send(path: string, request: RequestInit): Promise<Answer> {
    const response = await fetch(this.url + path, request);
    return { status: response.status, body: await response.json() };
  }
}
