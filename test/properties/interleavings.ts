import fc from 'fast-check';
import { type Scenario, scenarios } from './scenario.js';
import { Stage } from './stage.js';

/** Plays a scenario from the start of a runtime to the end of its drain. */
export async function play(scenario: Scenario, scheduler: fc.Scheduler): Promise<void> {
  const stage = new Stage(scenario, scheduler);
  stage.start();
  for (const [index, step] of scenario.steps.entries()) {
    if (index === scenario.drainAt) stage.beginDrain();
    await stage.step(step);
  }
  if (scenario.drainAt >= scenario.steps.length) stage.beginDrain();
  await stage.endDrain();
}

/** Whatever is sent, fails, waits and ends in whatever order: the guarantees hold. */
export const interleavings = fc.asyncProperty(scenarios, fc.scheduler(), play);
