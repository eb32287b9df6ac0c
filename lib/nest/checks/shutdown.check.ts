import type { BootCheck } from '../boot-finding.js';

/** Without somebody to hear the signal, a deployment ends the process and takes all mailboxes along. */
export const shutdown: BootCheck = function* ({ actors, isProduction, hearsSigterm }) {
  if (!isProduction || hearsSigterm || actors.length === 0) return;
  yield {
    code: 'NO_SHUTDOWN_HOOKS',
    severity: 'warning',
    className: 'MailboxModule',
    cause: 'runs in production and nobody listens to SIGTERM: what is queued is lost with every deployment',
    remedy: 'Call app.enableShutdownHooks() when the application has been created.',
  };
};
