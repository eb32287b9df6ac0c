import { connect, type Socket } from 'node:net';

/** A connection on which bytes are sent as they are: no client mends them, or waits for an answer before the next request. */
export class RawConnection {
  readonly #socket: Socket;
  #text = '';
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      this.#wake();
    });
    socket.on('error', () => {}).on('close', () => this.#wake());
  }

  static open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new RawConnection(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends requests without a body, all in one write. @param lines Their methods and targets, as `GET /events`. */
  send(...lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line} HTTP/1.1\r\nHost: shop.example\r\n\r\n`).join(''));
  }

  /** All that came, once it matches; or once the connection has ended. */
  async receive(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#text) && !this.#socket.closed)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#text;
  }

  /** Goes without a word. */
  destroy(): void {
    this.#socket.destroy();
  }
}
