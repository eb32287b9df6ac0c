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

/** All findings as one text for a person: errors, then warnings, grouped by class, each with its cause and its remedy. */
function bootReport(findings: readonly BootFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const parts = [
    errors.length === 1
      ? '1 finding keeps this application from starting'
      : `${errors.length} findings keep this application from starting`,
    ...byClass(errors),
  ];
  if (warnings.length > 0) {
    parts.push(warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`, ...byClass(warnings));
  }
  return parts.join('\n\n');
}

function byClass(findings: readonly BootFinding[]): string[] {
  const groups = new Map<string, string[]>();
  for (const finding of findings) {
    groups.set(finding.className, [...(groups.get(finding.className) ?? []), paragraph(finding)]);
  }
  return [...groups].map(([className, paragraphs]) => [className, ...paragraphs].join('\n'));
}

/** One finding as one line, for a log. */
export function bootLine(finding: BootFinding): string {
  return `${subjectOf(finding)} ${finding.cause}; ${finding.remedy} (${finding.code})`;
}

function paragraph(finding: BootFinding): string {
  return `  - ${subjectOf(finding)} ${finding.cause} (${finding.code})\n    ${finding.remedy}`;
}
