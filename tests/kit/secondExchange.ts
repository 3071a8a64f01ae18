import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificateFiles, databaseVariable, freePorts, keyFile, operatorOf, services } from '@chancery/circuit';
import { knock } from './knock.ts';
import { type ProcessCircuit, within } from './processes.ts';

/** A second process of the exchange: the same identity, the same database, another port. */
export interface SecondExchange {
  /** Asks it to end and waits until it has; answers its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a second exchange beside the one that the supervisor keeps, and waits until it answers. Nobody is told of its port: it only works. */
export async function startSecondExchange(circuit: ProcessCircuit): Promise<SecondExchange> {
  const entry = services.find(({ name }) => name === 'exchange')?.entry;
  if (!entry) throw new Error('The circuit has no exchange.');
  const [port] = await freePorts(1);
  const tls = certificateFiles(circuit.home, 'exchange');
  const environment = {
    ...process.env,
    PORT: String(port),
    CHANCERY_SERVICES: circuit.home.services,
    CHANCERY_IDENTITY: keyFile(circuit.home, 'exchange'),
    CHANCERY_TLS_CERT: tls.cert,
    CHANCERY_TLS_KEY: tls.key,
    CHANCERY_TLS_CA: tls.ca,
    CHANCERY_OIDC_ISSUER: circuit.ready().issuer.url,
    CHANCERY_OIDC_CA: tls.ca,
    [databaseVariable('exchange')]: circuit.doorsOf('exchange').service,
  };
  const log = openSync(join(circuit.home.logs, 'secondExchange.log'), 'a');
  const child = spawn(process.execPath, [fileURLToPath(entry)], { env: environment, stdio: ['ignore', log, log] });
  const answers = async () => {
    if (child.exitCode !== null) throw new Error(`The second exchange ended with ${child.exitCode}.`);
    const { current: material } = operatorOf(circuit.home).credentials;
    return knock({ url: `https://127.0.0.1:${port}`, service: 'exchange', material, method: 'GET', path: '/healthz' }).then(
      ({ status }) => status === 200,
      () => false,
    );
  };
  await within(60_000, answers, 'The second exchange does not answer');
  return { stop: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const end = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return end;
}
