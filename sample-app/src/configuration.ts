import { z } from 'zod';

const number = z
  .string()
  .regex(/^\d+$/)
  .transform(Number)
  .refine((port) => port <= 65_535);

/** What the environment may say. A variable is told with its rule when it says something else. */
const RULES = {
  PORT: { schema: number.default(3000), rule: 'a number from 0 to 65535; 0 takes any that is free' },
  NODE_ENV: { schema: z.string().default('development'), rule: 'a text' },
  LOG_FORMAT: { schema: z.enum(['json', 'text']).optional(), rule: 'json or text' },
  LOG_LEVEL: {
    schema: z.enum(['error', 'warn', 'log', 'debug', 'verbose']).default('log'),
    rule: 'error, warn, log, debug or verbose',
  },
} as const;

const Environment = z.object({
  PORT: RULES.PORT.schema,
  NODE_ENV: RULES.NODE_ENV.schema,
  LOG_FORMAT: RULES.LOG_FORMAT.schema,
  LOG_LEVEL: RULES.LOG_LEVEL.schema,
});

/** How the shop is to run: everything that the environment decides, checked once, before anything starts. */
export interface Configuration {
  readonly port: number;
  readonly logFormat: 'json' | 'text';
  readonly logLevel: 'error' | 'warn' | 'log' | 'debug' | 'verbose';
}

/** @throws Error that names every variable that is wrong, what it is, and what it must be. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const { data, error } = Environment.safeParse(environment);
  if (data === undefined) {
    const names = new Set(error.issues.map(({ path }) => path[0] as keyof typeof RULES));
    const lines = [...names].map(
      (name) => `${name} is '${environment[name]}'; it must be ${RULES[name].rule}`,
    );
    throw new Error(`the environment is not as it should be:\n  ${lines.join('\n  ')}`);
  }
  const { PORT, NODE_ENV, LOG_FORMAT, LOG_LEVEL } = data;
  const logFormat = LOG_FORMAT ?? (NODE_ENV === 'production' ? 'json' : 'text');
  return { port: PORT, logFormat, logLevel: LOG_LEVEL };
}
