import { type OtlpReceiver, startOtlpReceiver } from './otlpReceiver.ts';

let lent: Promise<OtlpReceiver> | undefined;

/** The trace store of the lent circuit, for whoever starts that and for whoever reads what it has traced. */
export function lentReceiver(): Promise<OtlpReceiver> {
  lent ??= startOtlpReceiver();
  return lent;
}
