import { MailboxError } from '../runtime/errors.js';
import { type BootFinding, subjectOf } from './boot-finding.js';

/**
 * The application contradicts how actors work, and does not start. `app.init()` and `app.listen()` reject with it.
 *
 * @example
 * ```ts
 * await app.init().catch((error: unknown) => {
 *   if (error instanceof MailboxBootError) console.table(error.findings);
 * });
 * ```
 */
export class MailboxBootError extends MailboxError {
  readonly code = 'BOOT_FAILED';

  /** @param findings Everything that was found, warnings included. */
  constructor(readonly findings: readonly BootFinding[]) {
    super(bootReport(findings));
  }
}

/** All findings as one text for a person: grouped by class, each with its cause and its remedy. */
export function bootReport(findings: readonly BootFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const count = errors.length === 1 ? '1 finding keeps' : `${errors.length} findings keep`;
  const groups = new Map<string, string[]>();
  for (const finding of errors) {
    groups.set(finding.className, [...(groups.get(finding.className) ?? []), paragraph(finding)]);
  }
  return [
    `${count} this application from starting`,
    ...[...groups].map(([className, paragraphs]) => [className, ...paragraphs].join('\n')),
  ].join('\n\n');
}

/** One finding as one line, for a log. */
export function bootLine(finding: BootFinding): string {
  return `${subjectOf(finding)} ${finding.cause}; ${finding.remedy} (${finding.code})`;
}

function paragraph(finding: BootFinding): string {
  return `  - ${subjectOf(finding)} ${finding.cause} (${finding.code})\n    ${finding.remedy}`;
}
