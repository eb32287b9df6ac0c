import { parseArgs } from 'node:util';

export interface DemoArguments {
  readonly orders: number;
  readonly seed: number;
  /** Which fault to plant. */
  readonly fault: 'none' | 'payment';
}

const USAGE = 'npm run demo -- [--orders 1000] [--seed 7]    (DEMO_BREAK=payment plants a fault)';

/** @throws Error with the usage, for whatever it does not understand. */
export function readArguments(args: string[], environment: NodeJS.ProcessEnv): DemoArguments {
  const { orders, seed } = parse(args);
  return {
    orders: wholeNumber('--orders', orders, 1, 100_000),
    seed: wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
    fault: faultOf(environment['DEMO_BREAK']),
  };
}

function parse(args: string[]): { orders: string; seed: string } {
  try {
    return parseArgs({
      args,
      options: { orders: { type: 'string', default: '1000' }, seed: { type: 'string', default: '7' } },
    }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${name} is '${text}'; it must be a whole number from ${least} to ${most}\n${USAGE}`);
}

function faultOf(text = ''): DemoArguments['fault'] {
  if (text === '') return 'none';
  if (text === 'payment') return text;
  throw new Error(`DEMO_BREAK is '${text}'; the one fault to plant is 'payment'`);
}
