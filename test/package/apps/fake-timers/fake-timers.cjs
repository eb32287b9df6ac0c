// The build for CommonJS under the fake timers of node:test, which replace those of the module `timers` as well.
const { join } = require('node:path');
const { mock } = require('node:test');
require('reflect-metadata');
const built = join(__dirname, 'node_modules/nestjs-mailbox/dist/cjs');
const { Actor, Handle } = require(join(built, 'index.js'));
const { MailboxRuntime } = require(join(built, 'runtime/index.js'));
const { MailboxTestKit } = require(join(built, 'testing/index.js'));

class Ask {}

class AskedActor {
  ask() {}
}
Handle(Ask)(AskedActor.prototype, 'ask', Object.getOwnPropertyDescriptor(AskedActor.prototype, 'ask'));
Actor()(AskedActor);

/** A runtime without a kit, whose turns are those of the event loop. */
async function runAlone() {
  const runtime = new MailboxRuntime();
  let isAsked;
  const asked = new Promise((resolve) => (isAsked = resolve));
  const handler = { kind: 'handle', message: Ask, method: 'ask', invoke: () => isAsked() };
  runtime.register([
    {
      name: 'asked',
      className: 'AskedActor',
      classes: [],
      keyed: false,
      handlers: [handler],
      create: () => ({}),
    },
  ]);
  await runtime.start();
  runtime.tell(new Ask());
  await asked;
  await runtime.drain();
  return runtime;
}

async function main() {
  mock.timers.enable();
  const runtime = await runAlone();
  const kit = await MailboxTestKit.create({ providers: [AskedActor] });
  kit.tell(new Ask());
  await kit.settle();
  const { handled } = kit.runtime.snapshot().totals;
  await kit.close();
  console.log(`handled ${runtime.snapshot().totals.handled} and ${handled}`);
}

void main(); // where nothing keeps it alive, it ends without a word
