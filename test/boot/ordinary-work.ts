import { EventEmitter, once } from 'node:events';
import { Controller, Get, Injectable, Module, type OnModuleDestroy, Post } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { concatMap, from, lastValueFrom, map, type Observable, of, toArray } from 'rxjs';

// What such an application does all day, near to what the rules of the linter look for: it loads, tells and saves; sends in batches;
// waits for locks, connections, sockets and gates; forwards dead letters. No rule may find anything in it, and no boot check either.

interface Line {
  readonly sku: string;
}

interface Order {
  readonly id: string;
  readonly total: number;
  readonly lines: Line[];
  status: string;
}

class ShipOrder {
  constructor(
    readonly orderId: string,
    readonly total: number,
  ) {}
}

class ImportRows {
  constructor(
    readonly source: string,
    readonly rows: readonly string[],
  ) {}
}

class DeferredPayment {
  constructor(readonly orderId: string) {}
}

@Injectable()
class OrderRepository {
  readonly #orders = new Map<string, Order>();

  async find(id: string): Promise<Order> {
    return this.#orders.get(id) ?? { id, total: 0, lines: [], status: 'new' };
  }

  async save(order: Order): Promise<void> {
    this.#orders.set(order.id, order);
  }
}

/** One at a time, and whoever holds it lets the next one in. */
@Injectable()
class Mutex {
  #tail: Promise<void> = Promise.resolve();

  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    let release!: () => void;
    const before = this.#tail;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      release();
    }
  }
}

@Injectable()
class ConnectionPool {
  readonly #waiting: ((connection: number) => void)[] = [];
  readonly #free = [1, 2];

  take(): Promise<number> {
    const connection = this.#free.pop();
    if (connection !== undefined) return Promise.resolve(connection);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(connection: number): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection);
    else next(connection);
  }
}

/** Opens when the application has what it needs. */
@Injectable()
class Gate {
  #waiting: (() => void)[] = [];

  pass(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  open(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

@Injectable()
class OrderService {
  constructor(
    readonly mailbox: MailboxRuntime,
    readonly orders: OrderRepository,
    readonly gate: Gate,
  ) {}

  async ship(id: string): Promise<void> {
    const order = await this.orders.find(id);
    this.mailbox.tell(new ShipOrder(order.id, order.total));
    order.lines.push({ sku: 'gift' });
    order.status = 'shipped';
    await this.orders.save(order);
  }

  async shipWhenOpen(id: string): Promise<void> {
    await this.gate.pass();
    this.mailbox.tell(new ShipOrder(id, 0));
  }

  payLater(orders: readonly Order[]): void {
    for (const order of orders) {
      order.status = 'deferred';
      this.mailbox.tell(new DeferredPayment(order.id));
    }
  }
}

@Injectable()
class RowImporter implements OnModuleDestroy {
  #rest: string[] = [];

  constructor(readonly mailbox: MailboxRuntime) {}

  add(rows: Iterable<string>): void {
    let batch: string[] = [];
    for (const row of rows) {
      batch.push(row);
      if (batch.length >= 100) {
        this.mailbox.tell(new ImportRows('file', batch));
        batch = [];
      }
    }
    this.#rest.push(...batch);
  }

  onModuleDestroy(): void {
    if (this.#rest.length > 0) this.#flush();
  }

  #flush(): void {
    this.mailbox.tell(new ImportRows('rest', this.#rest));
    this.#reset();
  }

  #reset(): void {
    this.#rest = [];
  }
}

@Controller('letters')
class LettersController {
  constructor(readonly mailbox: MailboxRuntime) {}

  @Get()
  all(): Observable<readonly string[]> {
    return from(this.mailbox.deadLetters.list()).pipe(
      map(({ reason }) => reason),
      toArray(),
    );
  }

  @Post('forward')
  async forward(): Promise<void> {
    const letters = from(this.mailbox.deadLetters.list());
    await lastValueFrom(letters.pipe(concatMap(({ id }) => of(id))), { defaultValue: undefined });
  }
}

/** Speaks a protocol of request and response to a socket: no message settles what it waits for. */
@Actor()
class ModemActor {
  readonly #pending = new Map<string, (text: string) => void>();
  readonly #socket = new EventEmitter();

  onActivate(): void {
    this.#socket.on('data', (id: string) => this.#received(id));
  }

  @Handle(ShipOrder)
  async ship({ orderId }: ShipOrder, context: ActorContext): Promise<void> {
    context.logger.log(await this.#request(orderId));
    const closed = once(this.#socket, 'close');
    this.#socket.emit('close');
    await closed;
  }

  #request(id: string): Promise<string> {
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#socket.emit('data', id);
    });
  }

  #received(id: string): void {
    this.#pending.get(id)?.('ok');
    this.#pending.delete(id);
  }
}

@Actor()
class ImportActor {
  constructor(
    readonly pool: ConnectionPool,
    readonly mutex: Mutex,
    readonly gate: Gate,
  ) {}

  @Handle(ImportRows)
  async rows({ rows }: ImportRows, context: ActorContext): Promise<void> {
    const connection = await this.pool.take();
    try {
      await this.mutex.exclusive(() => Promise.resolve(context.logger.log(`${connection}: ${rows.length}`)));
    } finally {
      this.pool.give(connection);
    }
  }

  @Handle(DeferredPayment)
  payment(): void {
    this.gate.open();
  }
}

@Module({
  controllers: [LettersController],
  providers: [
    OrderRepository,
    Mutex,
    ConnectionPool,
    Gate,
    OrderService,
    RowImporter,
    ModemActor,
    ImportActor,
  ],
})
export class WorkModule {}
