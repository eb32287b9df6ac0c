// Prints what a message costs with few and with many keys, next to what a bare Map's look-up costs. A measurement, not a test.
// npm run build && node scripts/keys.mjs
const { MailboxRuntime, resolveOptions } = await import(
  new URL(process.argv[2] ?? 'dist/esm/runtime/index.js', new URL('..', import.meta.url)).href
);

const FEW = 1_000;
const MANY = 100_000;
const MESSAGES = 1_000_000;
const ROUNDS = 5;
/** A message may grow dearer by so much more than a look-up does. */
const MOST = 1.5;

class Note {
  constructor(key) {
    this.key = key;
  }
}

/** Keys in an order of their own, so that neither the Map nor the actors are met one after the other. */
function shuffled(count) {
  const keys = Array.from({ length: count }, (_, n) => `order-${n}`);
  for (let n = keys.length - 1; n > 0; n -= 1) {
    const other = (n * 7_919) % (n + 1);
    [keys[n], keys[other]] = [keys[other], keys[n]];
  }
  return keys;
}

async function messageCost(keys) {
  let handled = 0;
  const runtime = new MailboxRuntime(resolveOptions({ maxInstances: MANY + 1, freeze: 'off' }));
  const handler = { message: Note, kind: 'handle', method: 'count', invoke: () => void (handled += 1) };
  const counter = { name: 'counter', className: 'Counter', classes: [], keyed: true, create: () => ({}) };
  runtime.register([{ ...counter, keyBy: ({ key }) => key, handlers: [handler] }]);
  await runtime.start();
  const send = async (count) => {
    const wanted = handled + count;
    for (let n = 0; n < count; n += 1) {
      runtime.tell(new Note(keys[n % keys.length]));
      if (n % 1_000 === 999) await handledAll(wanted - count + n + 1);
    }
    await handledAll(wanted);
  };
  const handledAll = async (count) => {
    while (handled < count) await new Promise(setImmediate);
  };
  await send(keys.length);
  const startedAt = performance.now();
  await send(MESSAGES);
  const cost = ((performance.now() - startedAt) * 1e6) / MESSAGES;
  await runtime.drain();
  return cost;
}

function lookUpCost(keys) {
  const map = new Map(keys.map((key) => [key, { count: 0 }]));
  const startedAt = performance.now();
  for (let n = 0; n < MESSAGES; n += 1) map.get(keys[n % keys.length]).count += 1;
  return ((performance.now() - startedAt) * 1e6) / MESSAGES;
}

const least = async (measure, keys) => {
  const costs = [];
  for (let round = 0; round < ROUNDS; round += 1) costs.push(await measure(keys));
  return Math.min(...costs);
};
const [few, many] = [shuffled(FEW), shuffled(MANY)];
const message = { few: await least(messageCost, few), many: await least(messageCost, many) };
const lookUp = { few: await least(lookUpCost, few), many: await least(lookUpCost, many) };
const row = (name, { few: a, many: b }) => ({
  '': name,
  [`${FEW} keys`]: `${a.toFixed(0)} ns`,
  [`${MANY} keys`]: `${b.toFixed(0)} ns`,
  grew: `by ${(b - a).toFixed(0)} ns, x ${(b / a).toFixed(2)}`,
});
console.table([row('a message', message), row('a look-up in a Map', lookUp)]);
const growth = message.many / message.few / (lookUp.many / lookUp.few);
console.log(
  `a message grew ${growth.toFixed(2)} x as much as a look-up did; wanted: at most ${MOST} x: ${growth <= MOST ? 'yes' : 'no'}`,
);
