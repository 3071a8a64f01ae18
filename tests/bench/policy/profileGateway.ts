import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

// Loaded into each process of a circuit by `node --import`; does something in the gateway's alone. It counts the calls that the gateway makes,
// writes the count whenever it is sent SIGUSR2, begins a profile of its processor time with the first of these signals but one, and writes it
// with the next.

const folder = process.env.CHANCERY_BENCH_PROFILE;
if (folder && process.argv[1]?.endsWith('supergraph/gateway/main.ts')) watch(folder);

function watch(folder: string): void {
  let calls = 0;
  subscribe('chancery:service-call', () => {
    calls += 1;
  });
  const session = new Session();
  let signals = 0;
  process.on('SIGUSR2', async () => {
    signals += 1;
    if (signals === 2) {
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 500 });
      await session.post('Profiler.start');
    }
    if (signals === 3) {
      const { profile } = await session.post('Profiler.stop');
      writeFileSync(join(folder, 'profile.json'), JSON.stringify(profile));
    }
    writeFileSync(join(folder, `calls-${signals}`), String(calls));
  });
}
