import mailbox, { type RuleName } from 'eslint-plugin-nestjs-mailbox';
import { defineConfig } from 'eslint/config';

export default defineConfig(mailbox.configs.recommended, {
  rules: { ...mailbox.configs.recommended.rules, 'nestjs-mailbox/no-await-tell': 'warn' },
});
export const first: RuleName = 'no-await-tell';
