import * as parser from '@typescript-eslint/parser';
import { type Linter, type Rule, RuleTester as RuleTesterOf10 } from 'eslint';
import { RuleTester as RuleTesterOf9 } from 'eslint-9';

import plugin from '../src/index.js';
import { casesOfRules } from './cases/index.js';

const filename = 'case.ts';
const testers = [
  ['ESLint 10', RuleTesterOf10],
  ['ESLint 9', RuleTesterOf9 as unknown as typeof RuleTesterOf10],
] as const;

for (const [linter, RuleTester] of testers) {
  RuleTester.describe = describe;
  RuleTester.it = it;

  describe(`The rules under ${linter}`, () => {
    const tester = new RuleTester({ languageOptions: { parser: parser as Linter.Parser } });
    for (const [rule, cases] of Object.entries(casesOfRules)) {
      tester.run(rule, plugin.rules[rule as keyof typeof plugin.rules] as Rule.RuleModule, {
        valid: cases
          .filter(({ errors }) => errors.length === 0)
          .map(({ name, code }) => ({ name, code, filename })),
        invalid: cases
          .filter(({ errors }) => errors.length > 0)
          .map(({ name, code, output, errors }) => ({
            name,
            code,
            filename,
            output,
            errors: errors as RuleTesterOf10.TestCaseError[],
          })),
      });
    }
  });
}
