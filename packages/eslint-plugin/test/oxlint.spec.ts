import plugin, { type RuleName } from '../src/index.js';
import type { RuleCase } from './cases/rule-case.js';
import { casesOfRules } from './cases/index.js';
import { type Finding, OxlintFolder } from './oxlint.js';

const ruleNames = Object.keys(plugin.rules) as RuleName[];
const cases = Object.entries(casesOfRules).flatMap(([rule, all]) =>
  all.map((at, index) => ({ rule: rule as RuleName, file: `${rule}/case-${index}.ts`, ...at })),
);
const sources = new Map(cases.map(({ file, code }) => [file, code]));

describe('The rules under oxlint', () => {
  const untouched = new OxlintFolder(sources, ruleNames);
  const fixed = new OxlintFolder(sources, ruleNames);
  const suggested = new OxlintFolder(sources, ruleNames);
  let findings: readonly Finding[];

  beforeAll(() => {
    findings = untouched.lint();
    fixed.fix('--fix');
    suggested.fix('--fix-suggestions');
  }, 60_000);

  afterAll(() => {
    for (const folder of [untouched, fixed, suggested]) folder.remove();
  });

  it.each(cases)('$rule: $name', ({ rule, file, code, output, errors }) => {
    const found = findings.filter((finding) => finding.file === file);
    expect(found.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual(errors.map(({ line }) => line));
    for (const { messageId, line } of errors) {
      const { code: id, message } = found.find((finding) => finding.line === line) as Finding;
      expect(id).toBe(`nestjs-mailbox(${rule})`);
      expect(message).toMatch(patternOf(rule, messageId));
    }
    expect(fixed.read(file)).toBe(output ?? code);
    expect(suggested.read(file)).toBe(suggestionsOf(code, errors) ?? output ?? code);
  });
});

/** A message of a rule, whatever it is filled in with. */
function patternOf(rule: RuleName, messageId: string): RegExp {
  const template = plugin.rules[rule].meta?.messages?.[messageId] ?? 'no such message';
  const literal = template.split(/\{\{\w+\}\}/).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.+')}$`);
}

/** The code with every suggestion taken: each changes one line. */
function suggestionsOf(code: string, errors: RuleCase['errors']): string | undefined {
  const outputs = errors.flatMap(({ line, suggestions = [] }) =>
    suggestions.map(({ output }) => [line - 1, output.split('\n')[line - 1] ?? ''] as const),
  );
  if (outputs.length === 0) return undefined;
  return outputs.reduce((lines, [index, text]) => lines.with(index, text), code.split('\n')).join('\n');
}
