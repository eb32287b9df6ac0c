// Sends the ingress more than its actor can handle, half of the time on Express and half on Fastify, and then asks whether every
// request was answered in time with 202, 429 or 503, whether each id that was accepted ended as handled or as a dead letter, and
// whether memory stayed bounded. Meanwhile the runtime drains, so that the end of a process is part of it.
// npm run load -- --seconds 60
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const CONNECTIONS = 50;
const CLIENT_TIMEOUT_SECONDS = 5;
/** Messages that may wait; with the next figure, two seconds' worth. */
const CAPACITY = 1_000;
const HANDLER_MS = 2;
/** Events of a batch. */
const BATCH = 5;
/** The heap, garbage collected, may grow so much between the warm-up and the end. */
const MOST_GROWTH_MB = 16;
/** A load that does not come to its end on a machine that is busy otherwise is ended. */
const GIVE_UP_SECONDS = 60;
const TYPE = 'load.work';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, serve: { type: 'string' } } });
if (values.serve === undefined) await load(Number(values.seconds ?? 60));
else await serve(values.serve);

/** The server, a process of its own: it tells its parent what became of each message, and does what the parent says. */
async function serve(adapter) {
  const { Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  const { Actor, defineMessage, Handle, MailboxModule, MailboxRuntime } = await import('nestjs-mailbox');
  const { MailboxIngressModule } = await import('nestjs-mailbox/ingress');
  const { z } = await import('zod');
  const { ExpressAdapter } = await import('@nestjs/platform-express');
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');

  const ended = { handled: [], dead: [] };
  class Work extends defineMessage(TYPE, z.object({ n: z.number() })) {}
  class WorkActor {
    async work(_message, { envelope, signal }) {
      await sleep(HANDLER_MS);
      if (!signal.aborted) ended.handled.push(envelope.id);
    }
  }
  const method = Object.getOwnPropertyDescriptor(WorkActor.prototype, 'work');
  Handle(Work, { ingress: true })(WorkActor.prototype, 'work', method);
  Actor({ mailbox: { capacity: CAPACITY } })(WorkActor);
  class LoadModule {}
  Module({
    imports: [MailboxModule.forRoot({ drainTimeoutMs: 1_000 }), MailboxIngressModule.forRoot()],
    providers: [WorkActor],
  })(LoadModule);

  const app = await NestFactory.create(
    LoadModule,
    adapter === 'Express' ? new ExpressAdapter() : new FastifyAdapter(),
    { logger: false },
  );
  const runtime = app.get(MailboxRuntime);
  runtime.deadLetters.stream.subscribe(({ id }) => ended.dead.push(id));
  await app.listen(0, '127.0.0.1');
  const say = (facts) => process.send(facts);
  const flush = () => say({ ended: { handled: ended.handled.splice(0), dead: ended.dead.splice(0) } });
  const flushing = setInterval(flush, 100);
  process.on('message', async (order) => {
    if (order === 'measure') {
      gc();
      say({ heap: process.memoryUsage().heapUsed / 2 ** 20 });
    } else if (order === 'drain') {
      await runtime.drain();
      flush();
      say({ drained: true });
    } else {
      clearInterval(flushing);
      await app.close();
      process.disconnect();
    }
  });
  say({ url: await app.getUrl() });
}

async function load(seconds) {
  if (!(seconds >= 10)) {
    console.error('takes --seconds N, 10 or more');
    process.exit(2);
  }
  const checks = [];
  for (const adapter of ['Express', 'Fastify']) checks.push(...(await loadOne(adapter, seconds / 2)));
  for (const { text, isMet } of checks) console.log(`load: ${isMet ? 'ok' : 'FAILED'}: ${text}`);
  const failed = checks.filter(({ isMet }) => !isMet).length;
  // As Jest says it: .ci/run counts such lines.
  console.log(
    `Tests:       ${failed > 0 ? `${failed} failed, ` : ''}${checks.length - failed} passed, ${checks.length} total`,
  );
  process.exitCode = failed > 0 ? 1 : 0;
}

async function loadOne(adapter, seconds) {
  const { default: autocannon } = await import('autocannon');
  const server = fork(fileURLToPath(import.meta.url), ['--serve', adapter], { execArgv: ['--expose-gc'] });
  const ended = { handled: [], dead: [] };
  server.on('message', ({ ended: news }) => {
    ended.handled.push(...(news?.handled ?? []));
    ended.dead.push(...(news?.dead ?? []));
  });
  const { url } = await heard(server, 'url');

  const accepted = [];
  let turnedAway = () => {};
  const onResponse = (status, body) => {
    if (status === 503) turnedAway();
    if (status === 202) accepted.push(...JSON.parse(body).accepted.map(({ id }) => id));
  };
  let last = 0;
  const event = () => ({
    specversion: '1.0',
    id: `e-${(last += 1)}`,
    source: '/load',
    type: TYPE,
    data: { n: last },
  });
  const sending = (path, contentType, body) => ({
    method: 'POST',
    path,
    headers: { 'content-type': contentType },
    setupRequest: (request) => ({ ...request, body: JSON.stringify(body()) }),
    onResponse,
  });
  const running = autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds + GIVE_UP_SECONDS,
    timeout: CLIENT_TIMEOUT_SECONDS,
    requests: [
      sending(`/messages/${TYPE}`, 'application/json', () => ({ n: (last += 1) })),
      sending('/messages', 'application/cloudevents+json', event),
      sending('/messages', 'application/cloudevents-batch+json', () => Array.from({ length: BATCH }, event)),
    ],
  });

  await sleep(seconds * 300); // the windows and rings are as large as they get
  const early = await measure(server);
  await sleep(seconds * 700);
  const late = await measure(server);
  const drained = heard(server, 'drained');
  const refused = new Promise((resolve) => (turnedAway = resolve));
  server.send('drain');
  await Promise.all([drained, Promise.race([refused, running])]);
  running.stop();
  const result = await running;
  server.send('close');
  await once(server, 'exit');

  const statuses = Object.fromEntries(
    Object.entries(result.statusCodeStats).map(([status, { count }]) => [status, count]),
  );
  const all = [...ended.handled, ...ended.dead];
  const known = new Set(all);
  const remainder = accepted.filter((id) => !known.has(id));
  const only = Object.keys(statuses).every((status) => ['202', '429', '503'].includes(status));
  const check = (text, isMet) => ({ text: `${adapter}: ${text}`, isMet });
  return [
    check(
      `${result.timeouts} time-outs and ${result.errors} errors in ${result.requests.total} requests`,
      result.timeouts + result.errors === 0,
    ),
    check(`every answer is 202, 429 or 503: ${JSON.stringify(statuses)}`, only),
    check(
      'there was more than fits, and an end',
      (statuses['202'] ?? 0) > 0 && (statuses['429'] ?? 0) > 0 && (statuses['503'] ?? 0) > 0,
    ),
    check(
      `of ${accepted.length} accepted, ${ended.handled.length} handled + ${ended.dead.length} dead letters leave ${remainder.length}`,
      accepted.length > 0 && remainder.length === 0 && all.length === accepted.length,
    ),
    check('no id ended twice', known.size === all.length),
    check(
      `the heap was ${early.toFixed(1)} MB, and then ${late.toFixed(1)} MB`,
      late - early <= MOST_GROWTH_MB,
    ),
  ];
}

async function measure(server) {
  const answer = heard(server, 'heap');
  server.send('measure');
  return (await answer).heap;
}

/** Resolves with the server's next word of a kind; rejects when the server ends instead. */
function heard(server, name) {
  return new Promise((resolve, reject) => {
    const listen = (news) => {
      if (news[name] === undefined) return;
      server.off('message', listen);
      resolve(news);
    };
    server.on('message', listen);
    server.once('exit', () => reject(new Error(`the server ended before it said ${name}`)));
  });
}
