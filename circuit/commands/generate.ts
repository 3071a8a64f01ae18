import { spawnSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasClient, type Schema, schemas } from '../prisma/schemas.ts';
import { commandLine, runCommand } from './commandLine.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binaries = join(root, 'node_modules/.bin');

await runCommand(
  commandLine(
    'npm run generate --',
    "Renews what is generated: each service's Prisma client, schema/supergraph.graphql, and circuit/help.json.",
  )
    .option('--clients', 'only the Prisma clients')
    .action(generate),
);

function generate({ clients = false }: { readonly clients?: boolean }): void {
  generateClients();
  if (clients) return;
  for (const written of ['compose', 'help']) run(process.execPath, [`circuit/commands/${written}.ts`]);
}

/** turbo knows by content which clients are there already, and keeps earlier ones: what did not change costs nothing. */
function generateClients(): void {
  run(join(binaries, 'turbo'), ['run', 'generate', '--output-logs=errors-only', '--log-prefix=none']);
  for (const schema of schemas().filter(hasClient)) markFresh(schema);
}

/** The bootstrap compares times, and turbo restores files with the time at which they were first made. */
function markFresh({ file }: Schema): void {
  const now = new Date();
  utimesSync(join(dirname(file), 'client/client.ts'), now, now);
}

/** Runs a program, and ends this process with what it said where it fails. Nothing goes to stdout, which belongs to the command that needs what is generated. */
function run(program: string, args: readonly string[]): void {
  const { status, error, output } = spawnSync(program, args, { cwd: root, encoding: 'utf8', env: quiet() });
  if (error) throw error;
  if (status === 0) return;
  process.stderr.write(output.join(''));
  process.exit(status ?? 1);
}

function quiet(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${binaries}${delimiter}${process.env.PATH}`,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, // Prisma would download an engine that generating does not use; any program that is there stops it
    CHECKPOINT_DISABLE: '1', // Prisma's telemetry
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    npm_config_update_notifier: 'false',
  };
}
