import type { Audience } from './audience.js';
import { NotRepeatableError, RehearsalError } from './rehearsal-error.js';
import { directed, type RehearsalPlan, run, type Run } from './rehearsal-run.js';
import { PLAIN } from './script.js';

/**
 * Plays a plan when nothing goes wrong: what all else is compared with.
 *
 * @throws NotRepeatableError when it is another run the second time.
 * @throws RehearsalError when the plan fails as it stands.
 */
export async function plainRun(plan: RehearsalPlan, seed: number, audience?: Audience): Promise<Run> {
  const plain = await run(plan, directed(PLAIN), audience);
  const again = await run(plan, directed(PLAIN));
  if (plain.text !== again.text) throw new NotRepeatableError(plain.text, again.text);
  if (plain.failure !== undefined)
    throw new RehearsalError(seed, plain, plain, `Found before any fault, with seed ${seed}.`);
  return plain;
}
