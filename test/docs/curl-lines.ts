import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** A line of a page that calls curl, and what the comment below it says comes back. */
interface CurlLine {
  readonly command: string;
  readonly status: string;
  /** Dots stand for anything. */
  readonly body: string;
}

/** A line that was answered otherwise than its page says. */
export interface Misprint {
  readonly command: string;
  readonly printed: string;
  readonly answered: string;
}

/** How long what a line reads may take to be there: nobody waits for an answer, and a test types quicker than a person. */
const PATIENCE_MS = 5_000;

const LINE = /^(curl .*)\n# (\d{3})((?:.*\n# )*.*)$/gm;

/** Every curl line of a page. @throws Error when one of them does not say what comes back. */
export function curlLinesOf(page: string): readonly CurlLine[] {
  const lines = [...page.matchAll(LINE)].map(([, command = '', status = '', body = '']) => ({
    command,
    status,
    body: body.trim().replaceAll('\n# ', '\n'),
  }));
  const all = page.split('\n').filter((line) => /^\s*curl /.test(line));
  const silent = all.filter((line) => !lines.some(({ command }) => command === line));
  if (silent.length > 0) throw new Error(`these lines do not say what comes back:\n${silent.join('\n')}`);
  return lines;
}

/** Types the curl lines of a page into a shell, in their order, and tells which are answered otherwise than printed. */
export async function misprintsOf(page: string, url: string): Promise<readonly Misprint[]> {
  const misprints: Misprint[] = [];
  const streams: { readonly line: CurlLine; readonly end: () => Promise<string> }[] = [];
  const judge = (line: CurlLine, answered: string): void => {
    const { command, status, body } = line;
    if (!isAsPrinted(line, answered)) misprints.push({ command, printed: `${status} ${body}`, answered });
  };
  for (const line of curlLinesOf(page)) {
    const command = line.command.replace('localhost:3000', new URL(url).host);
    if (/^curl -\w*N/.test(command)) streams.push({ line, end: await follow(command, line.body) });
    else judge(line, await answerTo(line, command));
  }
  for (const { line, end } of streams) judge(line, await end());
  return misprints;
}

/** What a line is answered; one that only reads is typed again until that is as printed, for a while. */
async function answerTo(line: CurlLine, command: string): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  let answered = await type(command);
  while (!/ -[dX] /.test(command) && !isAsPrinted(line, answered) && performance.now() < deadline)
    answered = await type(command);
  return answered;
}

function isAsPrinted({ status, body }: CurlLine, answered: string): boolean {
  return new RegExp(`^${status} ${patternOf(body)}$`, 's').test(answered);
}

/** Status and body, whether or not the line asks for headers. */
async function type(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} -s -w '\\n%{http_code}'`]);
  const answer = stdout.split('\r\n\r\n').at(-1) ?? '';
  return `${answer.slice(-3)} ${answer.slice(0, -4)}`;
}

/** Lets a line run that does not end by itself. Resolves once it is answered; then it can be ended when it has printed what it should. */
function follow(command: string, body: string): Promise<() => Promise<string>> {
  const child = spawn('sh', ['-c', `exec ${command} -s`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const isWhole = new RegExp(patternOf(body), 's');
  let text = '';
  let look = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    look();
  });
  const until = (isThere: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (isThere()) resolve();
      };
      child.once('exit', () => resolve());
      look();
    });
  const end = async (): Promise<string> => {
    await until(() => isWhole.test(text));
    child.kill();
    return `${/^HTTP\S+ (\d+)/.exec(text)?.[1]} ${text.split('\r\n\r\n').slice(1).join('').trim()}`;
  };
  return until(() => /\r\n\r\n./s.test(text)).then(() => end);
}

function patternOf(body: string): string {
  return body.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`).replaceAll(String.raw`\.\.\.`, '.*');
}
