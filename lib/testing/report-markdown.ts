import type { Aftermath, Verdict } from './aftermath.js';
import type { Spread } from './conversations.js';
import type { Consistency, MessageReport, ReportFacts } from './report.js';
import type { SharedProvider } from './shared-providers.js';
import type { Twice } from './twice.js';

/** Lines that a part of an answer shows; the rest is in the data. */
const MOST_LINES = 3;

/** Writes a report as a page: a table of all message types, then a section for each question. */
export function markdownOf(report: ReportFacts): string {
  const { messages, seed, runs, undisturbed, disturbed } = report;
  return (
    [
      '# Rehearsal report',
      `From ${runs} runs with seed ${seed}: in ${undisturbed.runs} of them nothing went wrong, but who had a turn when; in ${disturbed.runs} one message met one fault.`,
      overview(messages),
      ...(report.unseen.length === 0
        ? []
        : [
            `The scenario never brings about: ${report.unseen.map(code).join(', ')}. Nothing is known of them.`,
          ]),
      ...(report.brokenByOrder.length === 0
        ? []
        : [`**It takes no fault.** In another order of turns alone: ${quoted(report.brokenByOrder)}.`]),
      ...section(
        'What happens if this message is lost?',
        messages,
        ({ lost }) => lost && aftermath(lost, LOST),
      ),
      ...section('What if it comes twice?', messages, ({ twice }) => twice && comingTwice(twice)),
      ...section(
        'How does the system react when its handler fails?',
        messages,
        ({ fails }) => fails && aftermath(fails, FAILS),
      ),
      ...section(
        'How does it react when the application crashes behind its handler?',
        messages,
        ({ crash }) => crash && aftermath(crash, FAILS),
      ),
      '## Which actor owns this state?',
      ...ownership(messages, report.sharedProviders),
      '## What does eventual consistency mean here?',
      'Steps are messages on the longest way from the first of a conversation to a last descendant; time is that of the clock of the kit.',
      consistency('When nothing goes wrong', undisturbed),
      consistency('When one message meets a fault', disturbed),
      ...section('Is it ready for a durable mailbox?', messages, durability),
    ].join('\n\n') + '\n'
  );
}

const LOST: Readonly<Record<Verdict, string>> = {
  breaks: 'something breaks',
  unnoticed: 'nothing notices',
  compensated: 'it is made up for',
  recovered: 'it ends as ever',
};
const FAILS: Readonly<Record<Verdict, string>> = {
  ...LOST,
  unnoticed: 'something is stuck, and nothing notices',
};

const TWICE: Readonly<Record<Twice['verdict'], string>> = {
  breaks: 'something breaks',
  differs: 'it ends otherwise',
  sends: 'it sends again',
  same: 'no difference',
};

function overview(messages: readonly MessageReport[]): string {
  const rows = messages.map((message) => {
    const { type, ways, lost, twice, fails, crash } = message;
    const again = twice && TWICE[twice.verdict];
    const cells = [
      lost && LOST[lost.verdict],
      again,
      fails && FAILS[fails.verdict],
      crash && FAILS[crash.verdict],
    ];
    const durable = durability(message).words === 'ready' ? 'ready' : 'not ready';
    return row([
      `${code(type)}<br/>${ways.join('<br/>')}`,
      ...cells.map((cell) => cell ?? 'by timer only'),
      durable,
    ]);
  });
  const head = ['message', 'lost', 'twice', 'its handler fails', 'crash behind it', 'durable mailbox'];
  return [row(head), row(head.map(() => '---')), ...rows].join('\n');
}

/** What is said of a message type: in a word, and in lines. */
interface Answer {
  readonly words: string;
  readonly lines: readonly string[];
}

/** Types of which the same is said stand together. */
function section(
  title: string,
  messages: readonly MessageReport[],
  answer: (message: MessageReport) => Answer | undefined,
): readonly string[] {
  const types = new Map<string, string[]>();
  for (const message of messages) {
    const said = answer(message);
    if (said === undefined) continue;
    const text = [said.words, ...said.lines.map((line) => `  - ${line}`)].join('\n');
    types.set(text, [...(types.get(text) ?? []), code(message.type)]);
  }
  const entries = Array.from(types, ([text, names]) => `- ${names.join(', ')}: ${text}`);
  return [`## ${title}`, entries.length === 0 ? 'There is nothing to say.' : entries.join('\n')];
}

function aftermath({ verdict, breaks, missing, instead, differs }: Aftermath, words: typeof LOST): Answer {
  const lines = [
    ...part('broken', breaks, quoted),
    ...part('did not come', missing, some),
    ...part('came', instead, some),
    ...part('ends otherwise', differs, coded),
  ];
  return { words: `**${words[verdict]}**`, lines };
}

function comingTwice({ verdict, breaks, sends, differs }: Twice): Answer {
  const lines = [
    ...part('broken', breaks, quoted),
    ...part('sent', sends, some),
    ...part('ends otherwise', differs, coded),
  ];
  const rest = { sends: ', and all else ends as ever', same: ' that can be seen', breaks: '', differs: '' };
  return { words: `**${TWICE[verdict]}**${rest[verdict]}`, lines };
}

function ownership(messages: readonly MessageReport[], shared: readonly SharedProvider[]): readonly string[] {
  const mutated = messages.filter((one) => one.mutated.length > 0);
  const [dark, written] = [
    shared.filter((one) => one.writtenBy.length === 0),
    shared.filter((one) => one.writtenBy.length > 0),
  ];
  return [
    mutated.length === 0
      ? 'No message was changed after it had been told.'
      : [
          'Changed after they had been told:',
          '',
          ...mutated.map((one) => `- ${code(one.type)}: ${coded(one.mutated)}`),
        ].join('\n'),
    written.length === 0
      ? 'No provider was seen to be changed by two.'
      : [
          'Providers that more than one changes. That may be meant; look whether each has a part of its own:',
          '',
          ...written.map(
            ({ provider, writtenBy, contended }) =>
              `- ${code(provider)}: by ${writtenBy.map(code).join(', ')}${contended.length === 0 ? '' : `; the same place: ${coded(contended)}`}`,
          ),
        ].join('\n'),
    ...(dark.length === 0
      ? []
      : [
          `Given to more than one, and nothing of them can be seen: ${dark.map(({ provider, givenTo }) => `${code(provider)} (${givenTo.map(code).join(', ')})`).join(', ')}.`,
        ]),
  ];
}

function consistency(title: string, { runs, conversations }: Consistency): string {
  const head = [
    `${title} (${runs} runs)`,
    'how many',
    'steps: median',
    'p99',
    'worst',
    'ms: median',
    'p99',
    'worst',
  ];
  const rows = conversations.map(({ begins, count, steps, ms }) =>
    row([code(begins), count, ...spread(steps), ...spread(ms)]),
  );
  return [row(head), row(head.map(() => '---')), ...rows].join('\n');
}

function spread({ median, p99, worst }: Spread): readonly number[] {
  return [median, p99, worst];
}

function durability({ twice, hasSchema, lostOnTheWire, handlers }: MessageReport): Answer {
  const problems = [
    ...(lostOnTheWire.length === 0 ? [] : [`does not survive JSON: ${coded(lostOnTheWire)}`]),
    ...(twice === undefined || twice.verdict === 'same'
      ? []
      : [`not idempotent: ${handlers.map(code).join(', ')}`]),
    ...(hasSchema ? [] : ['has no schema']),
  ];
  return { words: problems.length === 0 ? 'ready' : problems.join('; '), lines: [] };
}

function part(
  title: string,
  lines: readonly string[],
  write: (lines: readonly string[]) => string,
): readonly string[] {
  return lines.length === 0 ? [] : [`${title}: ${write(lines)}`];
}

function some(lines: readonly string[], write: (line: string) => string = (line) => line): string {
  const left = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES).map(write), ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
}

function quoted(lines: readonly string[]): string {
  return some(lines, (line) => `“${line.replace(/[\\`*_<|[\]]/g, '\\$&')}”`);
}

function coded(lines: readonly string[]): string {
  return some(lines, code);
}

/** As code, whatever is in it. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  const pad = fence === '`' ? '' : ' ';
  return `${fence}${pad}${text.replace(/\s+/g, ' ')}${pad}${fence}`;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
