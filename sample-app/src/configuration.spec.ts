import { readConfiguration } from './configuration.js';

describe('readConfiguration', () => {
  it('has a default for everything, and JSON logs in production', () => {
    expect(readConfiguration({})).toEqual({ port: 3000, logFormat: 'text', logLevel: 'log' });
    expect(readConfiguration({ NODE_ENV: 'production', PORT: '0' })).toMatchObject({
      port: 0,
      logFormat: 'json',
    });
    expect(readConfiguration({ NODE_ENV: 'production', LOG_FORMAT: 'text' }).logFormat).toBe('text');
  });

  it.each(['', 'http', '-1', '70000', '3000x'])('refuses %p as a port', (port) => {
    expect(() => readConfiguration({ PORT: port })).toThrow(
      `PORT is '${port}'; it must be a number from 0 to 65535`,
    );
  });

  it('names everything that is wrong at once, and nothing else', () => {
    expect(() => readConfiguration({ PORT: 'http', LOG_LEVEL: 'loud', HOME: '/root' })).toThrow(
      "the environment is not as it should be:\n  PORT is 'http'; it must be a number from 0 to 65535; 0 takes any that is free\n  LOG_LEVEL is 'loud'; it must be error, warn, log, debug or verbose",
    );
  });
});
