import type { World } from './bench.ts';

const WIDTH = 640;
const HEIGHT = 360;
const LINE = 14;
const EDGE = { left: 70, right: 130, top: 40, bottom: 50 };
const colours = ['#1b6ca8', '#2e8b57', '#b8860b', '#a83232'];

/** A picture of what an answer costs, by how many institutions there are: one line for each number of them that it touches. */
export function plotOf(worlds: readonly World[]): string {
  const most = Math.max(...worlds.map(({ institutions }) => institutions));
  const dearest = Math.max(...worlds.flatMap(({ answers }) => answers.map(({ laterUs }) => laterUs)));
  const x = (institutions: number): number => EDGE.left + (institutions / most) * (WIDTH - EDGE.left - EDGE.right);
  const y = (us: number): number => HEIGHT - EDGE.bottom - (us / dearest) * (HEIGHT - EDGE.top - EDGE.bottom);
  const touched = [...new Set(worlds.flatMap(({ answers }) => answers.map((each) => each.touched)))];
  let labelled = Number.POSITIVE_INFINITY;
  const lines = touched.map((count, at) => {
    const points = worlds.flatMap(({ institutions, answers }) =>
      answers.filter((each) => each.touched === count).map(({ laterUs }) => ({ x: x(institutions), y: y(laterUs) })),
    );
    // From below upwards: names stand at the ends of their lines, but never on each other.
    labelled = Math.min(labelled - LINE, points.at(-1)?.y ?? 0);
    return lineOf(points, { text: `touches ${count}`, y: labelled }, colours[at % colours.length] ?? 'black');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<title>Processor time of an answer, by how many institutions there are and how many it touches</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<text x="${EDGE.left}" y="20" font-size="14">Processor time of an answer, in microseconds</text>
<path d="M${EDGE.left} ${EDGE.top}V${HEIGHT - EDGE.bottom}H${WIDTH - EDGE.right}" fill="none" stroke="black"/>
${worlds.map(({ institutions }) => `<text x="${x(institutions).toFixed(1)}" y="${HEIGHT - EDGE.bottom + 18}" text-anchor="middle">${institutions}</text>`).join('\n')}
${[0, 0.5, 1].map((share) => `<text x="${EDGE.left - 8}" y="${(y(dearest * share) + 4).toFixed(1)}" text-anchor="end">${Math.round(dearest * share)}</text>`).join('\n')}
<text x="${(EDGE.left + WIDTH - EDGE.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">institutions in the supergraph</text>
${lines.join('\n')}
</svg>
`;
}

function lineOf(
  points: readonly { readonly x: number; readonly y: number }[],
  name: { readonly text: string; readonly y: number },
  colour: string,
): string {
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = points.map(({ x, y }) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`).join('');
  const end = (points.at(-1)?.x ?? 0) + 10;
  const label = `<text x="${end.toFixed(1)}" y="${(name.y + 4).toFixed(1)}" fill="${colour}">${name.text}</text>`;
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}${label}`;
}
