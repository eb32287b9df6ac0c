import plugin = require('./index.js');

// So that `require('eslint-plugin-nestjs-mailbox')` in a CommonJS config is the plugin itself, the one that `import` gives.
export = plugin.default;
