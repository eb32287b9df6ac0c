import type { Results } from '../results.js';
import { OURS } from '../scene.js';
import { rounded, type Section } from '../section.js';

const ROWS = ['count, sync', 'count, async', 'ping-pong', 'ring', 'throughput', 'chameneos'];
const WIDTH = 760;
const NAMES = 170;
const BAR = 15;
/** From 10 ns to 100 µs: a decade is so wide. */
const DECADE = (WIDTH - NAMES - 80) / 4;

interface Bar {
  readonly name: string;
  readonly ns: number;
}

function widthOf(ns: number): number {
  return Math.max(2, Math.log10(Math.max(10, ns) / 10) * DECADE);
}

function drawBar({ name, ns }: Bar, y: number): string {
  const width = widthOf(ns).toFixed(0);
  const colour = name === OURS ? '#d6336c' : name === 'limit' ? '#868e96' : '#74a9d8';
  return [
    `<text x="${NAMES - 8}" y="${y + BAR - 4}" text-anchor="end">${name}</text>`,
    `<rect x="${NAMES}" y="${y}" width="${width}" height="${BAR - 3}" fill="${colour}"/>`,
    `<text x="${NAMES + Number(width) + 5}" y="${y + BAR - 4}">${rounded(ns)}</text>`,
  ].join('\n');
}

/** Bars for a few workloads, on a logarithmic scale: nanoseconds a message. */
export function drawChart(sections: readonly Section[], results: Results): string {
  const cells = sections.flatMap((section) => section.cells).filter(([section]) => section === 'workloads');
  const drawn: string[] = [];
  let y = 40;
  for (const row of ROWS) {
    const bars = cells
      .filter(([, workload]) => workload === row)
      .flatMap((cell): Bar[] => {
        const ns = results.median(cell, 'ns');
        return ns === undefined ? [] : [{ name: cell[2] as string, ns }];
      })
      .toSorted((a, b) => a.ns - b.ns);
    drawn.push(`<text x="8" y="${y + 12}" font-weight="bold">${row}</text>`);
    y += 20;
    for (const bar of bars) {
      drawn.push(drawBar(bar, y));
      y += BAR;
    }
    y += 12;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" font-family="sans-serif" font-size="11">
<title>Nanoseconds a message</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="20" font-size="14">Nanoseconds a message, logarithmic; shorter is faster</text>
${drawn.join('\n')}
</svg>
`;
}
