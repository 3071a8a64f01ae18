import { plantDocuments, plantInstitutions } from '../seeds/plant.ts';
import { Circuit } from '../supervisor/circuit.ts';
import { homeOf } from '../supervisor/home.ts';
import { PortTaken } from '../supervisor/ports.ts';
import { hasDemonstration } from '../supervisor/production.ts';
import { Progress, seconds, unlessNotDone } from '../supervisor/progress.ts';
import { report } from '../supervisor/report.ts';
import { commandLine, complain, runCommand, wholeNumber } from './commandLine.ts';

const command = commandLine('npm start --', 'Starts a whole circuit on this machine: database, nine services, demonstration.')
  .option('--fresh', 'begin anew: what an earlier start has left is removed first')
  .option('--port <number>', 'the port of the gateway; 4000 or another free one when left out', wholeNumber(1, 65_535))
  .addHelpText('after', '\nCHANCERY_HOME names the folder of the circuit (.chancery when it is not set).')
  .addHelpText('after', '<NAME>_DATABASE_URL names the database of a service on a server of your own: JUSTICE_DATABASE_URL.')
  .addHelpText(
    'after',
    'Such a database must exist, and --fresh does not empty it. <NAME>_OWNER_DATABASE_URL names it as its owner opens it;',
  )
  .addHelpText(
    'after',
    'the service then needs no right but to connect. Where it is left out, the role in the first URL must own the database.',
  )
  .addHelpText('after', 'CHANCERY_PROFILE=production refuses the demonstration and what is not safe (docs/operations/production.md).')
  .action(start);

let isStopping = false;
await runCommand(command);

async function start({ port, fresh = false }: { port?: number; fresh?: boolean }): Promise<void> {
  const startedAt = performance.now();
  const home = homeOf();
  const progress = new Progress();
  const circuit = new Circuit({ home, port, fresh, environment: process.env }, progress);
  stopOnSignal(circuit, progress);
  stopOnFault(circuit);
  try {
    const started = await circuit.start();
    const ground = { home, ...started };
    if (hasDemonstration(process.env)) {
      await progress.step('institutions', () => plantInstitutions(ground));
      await unlessNotDone(progress, () => progress.step('documents', () => plantDocuments(ground)));
    }
    if (isStopping) return;
    progress.say(`ready in ${seconds(performance.now() - startedAt)}`);
    process.stdout.write(report(circuit.announce(), home));
  } catch (error) {
    if (isStopping) return;
    progress.close();
    complain(error);
    await circuit.stop();
    process.exit(error instanceof PortTaken ? 2 : 1);
  }
}

/** A mistake of ours ends the circuit, and nothing is left running alone. */
function stopOnFault(circuit: Circuit): void {
  process.on('uncaughtException', (error) => {
    complain(error);
    isStopping = true;
    circuit.stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  });
}

/** Ctrl-C, SIGTERM and a closed terminal stop the circuit. */
function stopOnSignal(circuit: Circuit, progress: Progress): void {
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    progress.close();
    process.stdout.write('\n  stopping\n');
    circuit.stop().then(
      () => process.exit(0),
      (error) => {
        complain(error);
        process.exit(1);
      },
    );
  };
  // The terminal may be closed while we go on for the moment that stopping takes.
  process.stdout.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
