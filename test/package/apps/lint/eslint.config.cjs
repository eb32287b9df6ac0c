const mailbox = require('eslint-plugin-nestjs-mailbox');
const parser = require('@typescript-eslint/parser');

module.exports = [
  { files: ['**/*.ts'], languageOptions: { parser }, plugins: { 'nestjs-mailbox': mailbox } },
  mailbox.configs.recommended,
];
