// Writes the tables of attacks in docs/the-ban.md, from the folders of test/attacks. With --check it only says whether they are up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folders = new URL('../test/attacks/', import.meta.url);
const page = new URL('../docs/the-ban.md', import.meta.url);
const BEGIN = '<!-- Written by scripts/attacks-docs.mjs. -->';
const END = '<!-- End of what is written by scripts/attacks-docs.mjs. -->';
const AIMS = ['return a value', 'wait for an answer', 'reach an instance', 'rebuild RPC'];
/** The ways out of a handler that stay open, by what its code, or the code around it, does. */
const WAYS = {
  write: 'It writes where others can read',
  call: 'It calls what others are waiting behind',
  around: 'Somebody stands around it',
  seen: 'Somebody looks at what is there to be looked at',
  other: 'It is not the same handler, runtime or JavaScript',
};

const attacks = readdirSync(folders, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name: folder }) => {
    const expected = JSON.parse(readFileSync(new URL(`${folder}/expected.json`, folders), 'utf8'));
    return { folder, layer: folder.split('-')[0], ...expected };
  })
  .toSorted((one, other) => one.folder.localeCompare(other.folder));

const inCell = (text) => text.replaceAll('|', '\\|');
const nameOf = ({ folder, attack }) => `[${inCell(attack)}](../test/attacks/${folder}/attack.ts)`;
const isRun = ({ boot }) => boot === undefined;
const runOf = ({ run }) => (run === undefined ? 'nothing comes out' : run.includes('-') ? `\`${run}\`` : run);
const rowOf = (attack) =>
  `| ${[
    nameOf(attack),
    attack.compile === undefined ? '' : 'refused',
    attack.boot === undefined ? '' : `\`${attack.boot}\``,
    attack.lint === undefined ? '' : `\`${attack.lint}\``,
    isRun(attack) ? runOf(attack) : '',
  ].join(' | ')} |`;

const stopped = attacks.filter(({ layer }) => layer !== 'none');
const open = attacks.filter(({ layer }) => layer === 'none');
const tables = AIMS.map((aim) => {
  const rows = stopped.filter(({ to }) => to === aim).map(rowOf);
  return `### To ${aim}\n\n| attack | compile | boot | lint | run |\n|---|---|---|---|---|\n${rows.join('\n')}`;
});
tables.push('### What nothing stops');
for (const [way, title] of Object.entries(WAYS)) {
  const rows = open
    .filter(({ by }) => by === way)
    .map((attack) => `| ${nameOf(attack)} | ${inCell(attack.why)} | ${inCell(attack.instead)} |`);
  tables.push(`#### ${title}\n\n| attack | why | instead |\n|---|---|---|\n${rows.join('\n')}`);
}
const astray = open.filter(({ by }) => !(by in WAYS)).map(({ folder }) => folder);
if (astray.length > 0)
  throw new Error(
    `'by' in expected.json of ${astray.join(', ')} must be one of ${Object.keys(WAYS).join(', ')}`,
  );

const text = readFileSync(page, 'utf8');
const [before, , after] = text.split(new RegExp(`(?<=${BEGIN}\n)([^]*)(?=${END})`));
const written = `${before}\n${tables.join('\n\n')}\n\n${after}`;
if (!process.argv.includes('--check')) writeFileSync(page, written);
else if (text !== written) {
  console.error('docs/the-ban.md is out of date; run: npm run docs:attacks');
  process.exitCode = 1;
}
