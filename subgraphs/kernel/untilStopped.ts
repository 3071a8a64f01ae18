import { reportFault } from './faults.ts';

/** Runs `stop` once, at the first word to end, and then ends the process. A promise that nobody handles is reported, never fatal. */
export function untilStopped(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error) => {
        reportFault('stopping', error);
        process.exit(1);
      },
    );
  };
  for (const word of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(word, end);
  process.on('unhandledRejection', (error) => reportFault('unhandled', error));
}
