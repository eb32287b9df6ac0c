import { execFileSync } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import type { INestApplicationContext } from '@nestjs/common';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { MailboxBootError } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';

import plugin from '../packages/eslint-plugin/src/index.js';
import { type Attack, attacks } from './attacks/attacks.js';
import { compile } from './types/compile.js';

/** What an attack is after. */
const SECRET = '8675309';

/** So many turns of the event loop has an attack that is not to get anywhere; one that does has all the time it takes. */
const TURNS = 50;

interface AttackModule {
  readonly AppModule: new () => object;
  readonly steal?: (app: INestApplicationContext) => Promise<unknown>;
}

const silent = { log() {}, warn() {}, error() {} };

async function load({ file }: Attack): Promise<AttackModule> {
  return (await import(file)) as AttackModule;
}

function boot({ AppModule }: AttackModule): Promise<MailboxTestKit> {
  return MailboxTestKit.create({
    imports: [AppModule],
    unseenDeadLetters: 'ignore',
    configure: (builder) => builder.setLogger(silent),
  });
}

/** What became of an attack, in the words of `expected.json`. */
async function outcomeOf(attack: Attack): Promise<readonly string[]> {
  const { steal, ...module } = await load(attack);
  const kit = await boot(module);
  const outcomes = new Set<string>();
  kit.runtime.activity.subscribe(({ type }) => type === 'suspected-reply-wait' && outcomes.add(type));
  const stolen = steal?.(kit.app).then(
    (loot) =>
      inspect(loot, { depth: Infinity, showHidden: true }).includes(SECRET) && outcomes.add('comes out'),
    () => outcomes.add('throws'),
  );
  await kit.settle({ withinMs: 60_000 }).catch(() => {}); // a handler that waits for ever is a finding of its own
  await (attack.run === 'comes out' ? stolen : Promise.race([stolen, passTurns()]));
  if (!outcomes.has('comes out'))
    for (const { reason } of kit.runtime.deadLetters.list()) outcomes.add(reason);
  await kit.close();
  return [...outcomes];
}

async function passTurns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
}

/** The layers that a folder may be named after: the first of the three that refuse, else the linter, else nobody. */
function layersThatStop({ compile: refusal, boot: finding, lint, run }: Attack): readonly string[] {
  if (refusal !== undefined) return ['compile'];
  if (finding !== undefined) return ['boot'];
  if (run !== 'comes out') return lint === undefined || run !== undefined ? ['run'] : ['lint', 'run'];
  return lint === undefined ? ['none'] : ['lint'];
}

function rulesThatReport({ source }: Attack): readonly string[] {
  const config = [{ files: ['**/*.ts'], languageOptions: { parser } }, plugin.configs.recommended];
  const messages = new Linter().verify(source, config as Linter.Config[], 'attack.ts');
  return [...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))];
}

describe('The attacks on the ban', () => {
  const errors = compile(new Map(attacks.map(({ folder, source }) => [`${folder}.ts`, source])));
  const named = attacks.map((attack) => [attack.folder, attack] as const);
  const booting = named.filter(([, { boot: finding }]) => finding === undefined);

  it('are at least thirty, of every kind, against every layer', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(30);
    expect(new Set(attacks.map(({ to }) => to)).size).toBe(4);
    expect(new Set(attacks.map(({ layer }) => layer))).toEqual(
      new Set(['boot', 'compile', 'lint', 'none', 'run']),
    );
  });

  it.each(named)('are stopped by the layer in their name: %s', (_, attack) => {
    expect(layersThatStop(attack)).toContain(attack.layer);
  });

  const refused = named.filter(([, { compile: refusal }]) => refusal !== undefined);
  it.each(refused)('are refused by the compiler: %s', (folder, { compile: refusal }) => {
    expect(errors.get(`${folder}.ts`)).toContain(refusal);
  });

  const accepted = named.filter(([, { compile: refusal }]) => refusal === undefined);
  it.each(accepted)('compile: %s', (folder) => {
    expect(errors.get(`${folder}.ts`)).toBe('');
  });

  const open = named.filter(([, { layer }]) => layer === 'none');
  it.each(open)('say why nothing stops them, and what to do instead: %s', (_, { why, instead }) => {
    expect([why, instead]).toEqual([expect.any(String), expect.any(String)]);
  });

  it.each(named)('are reported by the rule that they break, and by no other: %s', (_, attack) => {
    expect(rulesThatReport(attack)).toEqual(
      attack.lint === undefined ? [] : [`nestjs-mailbox/${attack.lint}`],
    );
  });

  it.each(named.filter(([, { boot: finding }]) => finding !== undefined))(
    'keep the application from starting: %s',
    async (_, attack) => {
      const failure: unknown = await boot(await load(attack)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(MailboxBootError);
      expect((failure as MailboxBootError).findings.map(({ code }) => code)).toContain(attack.boot);
    },
  );

  it.each(booting)('end as expected where they run: %s', async (_, attack) => {
    expect(await outcomeOf(attack)).toEqual(attack.run === undefined ? [] : [attack.run]);
  });

  it('are the tables of docs/the-ban.md', () => {
    const script = fileURLToPath(new URL('../scripts/attacks-docs.mjs', import.meta.url));
    execFileSync(process.execPath, [script, '--check']);
  });
});
