import mailbox = require('eslint-plugin-nestjs-mailbox');

export const severity: 'error' = mailbox.configs.recommended.rules['nestjs-mailbox/no-await-tell'];
