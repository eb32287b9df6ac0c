// A Nest application whose one actor is told a million messages while it serves HTTP. Runs the built library in a process of its
// own, so that heap and event loop are nobody else's: `node --expose-gc flood.mjs`. Starts the flood when its stdin closes, and then
// serves until it is killed.
import 'reflect-metadata';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Actor, Handle, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';

const MESSAGES = 1_000_000;
const CAPACITY = 10_000;
/** Told in one go: what a sender does synchronously holds the event loop whatever the runtime does. */
const BURST = 1_000;

class Count {
  constructor(number) {
    this.number = number;
  }
}

let counted = 0;
let isOrdered = true;

class CountingActor {
  count({ number }) {
    isOrdered &&= number === counted;
    counted += 1;
  }
}
decorateMethod(CountingActor, 'count', Handle(Count));
Actor()(CountingActor);

class PingController {
  ping() {
    return { counted };
  }
}
decorateMethod(PingController, 'ping', Get('ping'));
Controller()(PingController);

class AppModule {}
Module({
  imports: [MailboxModule.forRoot({ mailbox: { capacity: CAPACITY } })],
  providers: [CountingActor],
  controllers: [PingController],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ url: await app.getUrl() }));
await once(process.stdin.resume(), 'end');

const runtime = app.get(MailboxRuntime);
const heapBefore = heapAfterCollection();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
// A burst each turn of the event loop, as long as the mailbox has room.
for (let number = 0; number < MESSAGES; await setImmediate()) {
  const room = CAPACITY - runtime.snapshot().totals.queued;
  const end = Math.min(MESSAGES, number + Math.min(BURST, room));
  for (; number < end; number += 1) runtime.tell(new Count(number));
}
while (counted < MESSAGES) await setImmediate();
delay.disable();
const { totals } = runtime.snapshot();
console.log(
  JSON.stringify({
    counted,
    isOrdered,
    totals,
    heapGrowth: heapAfterCollection() - heapBefore,
    delayP99Ms: delay.percentile(99) / 1e6,
  }),
);

function heapAfterCollection() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function decorateMethod(target, name, decorator) {
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name);
  decorator(target.prototype, name, descriptor);
}
