import {
  BaseRpcContext,
  ClientProxy,
  type CustomTransportStrategy,
  type ReadPacket,
  Server,
} from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

/** A broker in memory: what a client emits reaches the servers of the same broker, as JSON; and whoever emits hears of failures. */
export class MemoryBroker {
  readonly #servers: MemoryServer[] = [];
  /** How often `emit` fails before anything gets through. */
  failures = 0;

  /** What a Nest application listens with. */
  server(): CustomTransportStrategy {
    const server = new MemoryServer();
    this.#servers.push(server);
    return server;
  }

  /** What a Nest application sends with. */
  client(): ClientProxy {
    return new MemoryClient(this);
  }

  /** Brings an event to its consumers. Rejects with what one of them rejects with, as if it had not been acknowledged. */
  async emit(pattern: string, data: unknown): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the broker is away');
    }
    const body: unknown = JSON.parse(JSON.stringify(data));
    await Promise.all(this.#servers.map((server) => server.take(pattern, body)));
  }
}

/** Waits for its handlers, as that of Kafka does. */
class MemoryServer extends Server implements CustomTransportStrategy {
  override propagatesEventHandlerErrors = true;

  listen(callback: () => void): void {
    callback();
  }

  close(): void {}

  on(): void {}

  unwrap<T>(): T {
    return undefined as T;
  }

  async take(pattern: string, data: unknown): Promise<void> {
    const result: unknown = await this.getHandlerByPattern(pattern)?.(data, new BaseRpcContext([]));
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}

class MemoryClient extends ClientProxy {
  constructor(private readonly broker: MemoryBroker) {
    super();
  }

  async connect(): Promise<void> {}

  close(): void {}

  unwrap<T>(): T {
    return undefined as T;
  }

  protected override publish(): () => void {
    throw new Error('nobody requests anything here');
  }

  protected override async dispatchEvent<T>({ pattern, data }: ReadPacket): Promise<T> {
    await this.broker.emit(pattern as string, data);
    return undefined as T;
  }
}
