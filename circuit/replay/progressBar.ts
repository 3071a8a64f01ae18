import { Presets, SingleBar } from 'cli-progress';
import type { Tally } from './replay.ts';

/** How a replay shows how far it is: a bar on a terminal, a line every few seconds elsewhere. */
export interface ProgressView {
  show(tally: Tally): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

/** The view that fits where the output goes. */
export const progressView = (total: number, out = process.stderr): ProgressView => (out.isTTY ? bar(total, out) : lines(total, out));

const doneOf = ({ replayed, known, failed }: Tally): number => replayed + known + failed;

function bar(total: number, stream: NodeJS.WriteStream): ProgressView {
  const format = '  {bar} {value}/{total} rows | {percentage} % | {eta_formatted} left';
  const view = new SingleBar({ format, stream, hideCursor: true, etaBuffer: 200 }, Presets.shades_classic);
  view.start(total, 0);
  return { show: (tally) => view.update(doneOf(tally)), end: () => view.stop() };
}

function lines(total: number, stream: NodeJS.WriteStream): ProgressView {
  let said = Date.now();
  const show = (tally: Tally) => {
    if (Date.now() - said < LINE_EVERY_MS) return;
    said = Date.now();
    stream.write(`${doneOf(tally)} of ${total} rows\n`);
  };
  return { show, end: () => undefined };
}
