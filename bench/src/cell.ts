import { measure } from './measure.js';
import { openScene } from './scene.js';
import { getWorkload } from './workloads.js';

/** Measures one workload for one contestant in this process, once, and writes down what it found. */
const [workloadName = '', contestant = ''] = process.argv.slice(2);
const workload = getWorkload(workloadName);
const scene = await openScene(workload, contestant);
process.send?.(await measure(workload, scene));
await scene.close?.();
process.exit();
