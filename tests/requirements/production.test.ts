import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf } from '@chancery/circuit';
import { justice } from '@chancery/justice';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCommand } from '../kit/commands.ts';
import { migratedDoors } from '../kit/databases.ts';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { environmentFor } from '../kit/processes.ts';
import { rowsOf } from '../kit/rows.ts';
import { smallCircuit } from '../kit/smallCircuit.ts';

describe('a perimeter in production', () => {
  let world: PerimeterWorld;
  beforeAll(async () => {
    world = await perimeterWorld('production');
  });
  afterAll(() => world?.close());

  it('signs for no official, keeps no key of one, and puts the refusal on record (§2.8)', async () => {
    const documentId = await actsIn(world).draft();
    const signing = world.run('justice', 'signDocument', { documentId }, '{ document { id } }', person('JUS'));
    await expect(signing).rejects.toMatchObject({ code: 'KEY_HELD_BY_SERVER' });

    const url = world.databases.get('justice') ?? '';
    expect(await rowsOf(url, 'SELECT official FROM official_key')).toEqual([]);
    expect(await rowsOf(url, 'SELECT status FROM document')).toEqual([{ status: 'DRAFT' }]);
    expect(
      await rowsOf(
        url,
        "SELECT payload->>'code' AS code, payload->>'clause' AS clause FROM kernel.outbox WHERE payload->>'type' = 'refused'",
      ),
    ).toEqual([{ code: 'KEY_HELD_BY_SERVER', clause: '2.8' }]);
  });

  it('does not start with keys of officials in its database', async () => {
    const { owner, service } = await migratedDoors(justice.migrations);
    await rowsOf(
      owner,
      `INSERT INTO official_key (institution, official, private_key, public_key, endorsement, created_at) VALUES ('JUS', 'JUS:a.person', '{}', '{}', '', now())`,
    );
    const circuit = await smallCircuit({ directory: 'directory', justice: 'perimeter' });
    await expect(circuit.start('justice', justice, service, 'production')).rejects.toThrow('Refused in production: this perimeter');
    await circuit.close();
  });
});

describe('a circuit in production', () => {
  it('does not start with the demonstration, and says all that is wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chancery-production-'));
    const home = homeOf(folder);
    const environment = { ...environmentFor(home), CHANCERY_PROFILE: 'production' };
    const { code, stdout, stderr } = await startCommand('start', home, [], environment).end;
    rmSync(folder, { recursive: true });

    expect(code).toBe(1);
    expect(stdout).not.toContain('✓');
    expect(stderr).toContain('CHANCERY_OIDC_ISSUER');
    expect(stderr).toContain('plain HTTP');
    expect(stderr.match(/_DATABASE_URL is not set/g)).toHaveLength(9);
  });
});

describe('a circuit whose gateway is to listen beyond its own machine', () => {
  it.each([
    ['0.0.0.0', 'would speak plain HTTP there'],
    ['gateway.example', 'CHANCERY_GATEWAY_HOST is an address of this machine'],
  ])('does not start at %s', async (host, said) => {
    const folder = mkdtempSync(join(tmpdir(), 'chancery-listening-'));
    const home = homeOf(folder);
    const environment = { ...environmentFor(home), CHANCERY_GATEWAY_HOST: host };
    const { code, stdout, stderr } = await startCommand('start', home, [], environment).end;
    rmSync(folder, { recursive: true });
    expect([code, stdout.includes('✓')]).toEqual([1, false]);
    expect(stderr).toContain(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
