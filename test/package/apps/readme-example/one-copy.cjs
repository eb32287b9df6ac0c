// Loads the library by both verbs, as a CommonJS application with an ESM dependency does: the copy must be the same.
const assert = require('node:assert/strict');

async function compare(entry, exported) {
  const required = require(entry);
  const imported = await import(entry);
  assert.equal(typeof required[exported], 'function', `${entry} exports ${exported}`);
  assert.equal(required[exported], imported[exported], `${entry}: two copies`);
}

async function main() {
  await compare('nestjs-mailbox', 'MailboxRuntime');
  await compare('nestjs-mailbox/class-validator', 'classSchema');
  await compare('nestjs-mailbox/ingress', 'MailboxIngressModule');
  await compare('nestjs-mailbox/runtime', 'MailboxRuntime');
  await compare('nestjs-mailbox/telemetry', 'MailboxTelemetryModule');
  await compare('nestjs-mailbox/testing', 'MailboxTestKit');
  const second = Object.keys(require.cache).filter((file) => /nestjs-mailbox[\\/]dist[\\/]cjs/.test(file));
  assert.deepEqual(second, [], 'files of the copy that Node must not load');
  console.log('one copy');
}

void main();
