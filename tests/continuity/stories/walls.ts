import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateFiles, issuerRow, keyFile, type ProcessName, type ServiceName, services } from '@chancery/circuit';
import { type Authority, authorityOf, makeAuthority } from '@chancery/circuit/authority';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { readIdentity, type TlsMaterial } from '@chancery/trust';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { listeners } from '../../../circuit/network/places.ts';
import { type BadlyAsked, badMandates, mandateFaults, mandateKinds } from '../../kit/badMandates.ts';
import { descendantsOf } from '../../kit/commands.ts';
import { knock, mandateFor, nonceOf, sessionAt } from '../../kit/knock.ts';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import { listeningOf } from '../../kit/listening.ts';
import type { ProcessCircuit } from '../../kit/processes.ts';
import { rowsOf } from '../../kit/rows.ts';
import { expectedRights, refusedToAll, refusedToAudit } from './walls/rights.ts';

const names = services.map(({ name }) => name);
/** Whoever has a database. */
const keepers: readonly ProcessName[] = [...names, issuerRow.name];
const subgraphs = names.filter((name) => name !== 'gateway');

let circuit: ProcessCircuit;
beforeAll(async () => {
  circuit = await lentCircuit();
}, 150_000);

/** What a running circuit lets in, port by port, role by role, subgraph by subgraph. */
describe('the ports', () => {
  it('that the circuit’s processes listen on are those of the list, on loopback, and no other', () => {
    const { pid, services, issuer } = circuit.ready();
    const database = Number(readFileSync(join(circuit.home.postgres, 'port'), 'utf8'));
    const urls = [...services, { name: 'issuer', url: issuer.url }];
    const ports = new Map([...urls.map(({ name, url }) => [name, Number(new URL(url).port)] as const), ['database', database]]);
    const elsewhere = ['telemetry'];
    const listed = listeners.filter(({ name }) => !elsewhere.includes(name)).map(({ name }) => `127.0.0.1:${ports.get(name)}`);

    const found = listeningOf([pid, ...descendantsOf(pid), circuit.postgresPid(), ...descendantsOf(circuit.postgresPid())]);
    expect(found.length).toBeGreaterThan(9);
    expect([...new Set(found.map(({ address, port }) => `${address}:${port}`))].toSorted()).toEqual(listed.toSorted());
  });
});

describe('the roles of the databases', () => {
  const roles = keepers.flatMap((name) => (['service', 'owner'] as const).map((door) => ({ name, door })));

  it('reach their own database and no other: each against each', async () => {
    const databases = [...keepers, 'postgres', 'template1'];
    const reached = await Promise.all(
      roles.map(async ({ name, door }) => {
        const open: string[] = [];
        for (const database of databases) if (await opens(at(circuit.doorsOf(name)[door], database))) open.push(database);
        return [`${name} as ${door}`, open] as const;
      }),
    );
    expect(Object.fromEntries(reached)).toEqual(Object.fromEntries(roles.map(({ name, door }) => [`${name} as ${door}`, [name]])));
  });

  it('are no more than roles: not mighty, and members of nothing', async () => {
    const rows = await rowsOf<{ role: string }>(
      circuit.databaseUrl('gateway'),
      `SELECT rolname AS role FROM pg_roles r WHERE rolname = ANY($1) AND NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
        AND NOT EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid) AND (rolname LIKE '%_owner' OR rolconnlimit BETWEEN 1 AND 50)`,
      [roles.map(({ name, door }) => (door === 'owner' ? `${name}_owner` : name))],
    );
    expect(rows).toHaveLength(roles.length);
  });

  it.each(keepers)('%s may do with each table what the table of rights says', async (name) => {
    const expected = expectedRights(name);
    const found = await rightsIn(name);
    expect(Object.keys(found)).toContain('kernel.outbox');
    const wanted = Object.keys(found).map((table) => [
      table,
      expected[table] ?? expected[`${table.split('.')[0]}.*`] ?? 'a line is missing',
    ]);
    expect(found).toEqual(Object.fromEntries(wanted));
    for (const table of Object.keys(expected)) if (!table.endsWith('*')) expect(Object.keys(found)).toContain(table);
  });

  it.each(keepers)('%s may do nothing else: what is tried is refused', async (name) => {
    expect(await allowed(circuit.doorsOf(name).service, refusedToAll)).toEqual([]);
  });

  it('the audit trail’s adds evidence and reads it, and cannot change or remove it (§10.5)', async () => {
    const { service, owner } = circuit.doorsOf('audit');
    const before = await rowsOf(owner, 'SELECT count(*) FROM audit_entry');
    expect(await allowed(service, refusedToAudit)).toEqual([]);
    expect(
      await allowed(
        owner,
        refusedToAudit.filter((statement) => /^(UPDATE|DELETE|TRUNCATE)/.test(statement)),
      ),
    ).toEqual([]);
    expect(await rowsOf(owner, 'SELECT count(*) FROM audit_entry')).toEqual(before);
  });

  /** What a service's role holds on each table of its database. */
  async function rightsIn(name: ProcessName): Promise<Readonly<Record<string, string>>> {
    const { owner, service } = circuit.doorsOf(name);
    const rows = await rowsOf<{ table: string; rights: string[] | null; columns: string[] | null }>(owner, heldRights, [
      new URL(service).username,
    ]);
    return Object.fromEntries(
      rows.map(({ table, rights, columns }) => [table, [...(rights ?? []), ...(columns ?? [])].join(', ') || 'nothing']),
    );
  }
});

/** Asked of PostgreSQL's own judgement, not of the lists of grants: what PUBLIC or a membership would give counts too. */
const heldRights = `
  SELECT n.nspname || '.' || c.relname AS table,
         array_agg(p.name ORDER BY p.place) FILTER (WHERE has_table_privilege($1, c.oid, p.name)) AS rights,
         (SELECT array_agg(cp || ' (' || attname || ')' ORDER BY cp, attname) FROM pg_attribute a, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) cp
           WHERE a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped
             AND has_column_privilege($1, c.oid, attnum, cp) AND NOT has_table_privilege($1, c.oid, cp)) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
         unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) WITH ORDINALITY AS p(name, place)
   WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^(pg_|information_schema$)'
   GROUP BY n.nspname, c.relname, c.oid ORDER BY 1`;

/** What somebody shows who is not of the circuit, or not any more, or not who he says. */
const strangersCertificates: Readonly<Record<string, () => Promise<Partial<TlsMaterial>>>> = {
  'no certificate': async () => ({}),
  'a certificate of a foreign authority': async () => (await makeAuthority()).issue({ name: 'gateway' }),
  'a certificate that has ended': async () => (await ownAuthority()).issue({ name: 'gateway', notBefore: ago(3_600), notAfter: ago(60) }),
  'a certificate that begins later': async () => (await ownAuthority()).issue({ name: 'gateway', notBefore: ago(-3_600) }),
  'a certificate in the name of no service': async () => (await ownAuthority()).issue({ name: 'nobody' }),
};
const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);

/** The circuit's own authority, as a thief of its folder would have it. */
const ownAuthority = (): Promise<Authority> => {
  const { certificate, key } = circuit.home.authority;
  return authorityOf(readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
};

describe.each(subgraphs)('the subgraph %s', (name) => {
  it.each(Object.keys(strangersCertificates))('answers nobody with %s, whatever he asks', async (kind) => {
    const { ca } = gateway().credentials.current;
    const material = { ...(await strangersCertificates[kind]?.()), ca };
    const body = bodyOf('{ __typename }');
    const authorization = mandateFor(gateway(), { service: name, body }, await nonceOf(doorOf(name)));
    await expect(knock({ ...doorOf(name), material, body, authorization })).rejects.toThrow();
    await expect(knock({ ...doorOf(name), material, method: 'GET', path: '/healthz' })).rejects.toThrow();
  });

  it('answers nobody without a mandate', async () => {
    for (const query of [
      '{ __typename }',
      '{ _service { sdl } }',
      'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }',
    ])
      expect(await statusOf(name, null, query)).toBe(401);
    expect(await statusOf(name, `Bearer ${'x'.repeat(100)}`)).toBe(401);
  });

  describe.each(mandateKinds)('a mandate %s', (kind) => {
    let request: BadlyAsked;
    beforeAll(async () => {
      const session = kind === 'signed' ? null : await sessionAt(doorOf(name), gateway());
      request = { service: name, body: bodyOf('{ __typename }'), nonce: await nonceOf(doorOf(name)), session };
    });
    const trueOne = () => mandateFor(gateway(), request, request.nonce, {}, request.session);

    it('is answered to the gateway, once', async () => {
      const authorization = trueOne();
      expect(await statusOf(name, authorization)).toBe(200);
      expect(await statusOf(name, authorization)).toBe(401);
    });

    it('is answered to no other service', async () => {
      const other = readIdentity(keyFile(circuit.home, 'health'), certificateFiles(circuit.home, 'health')).credentials.current;
      expect((await knock({ ...doorOf(name), material: other, body: request.body, authorization: trueOne() })).status).toBe(401);
    });

    it.each(mandateFaults)('is not answered where it is %s', async (fault) => {
      expect(await statusOf(name, await badMandates(gateway(), stranger, request)[fault]())).toBe(401);
    });
  });
});

const stranger = {
  official: parseOfficialId('MOH:m.sydorenko'),
  institution: parseInstitutionCode('MOH'),
  duties: ['REGISTRAR'],
  clearance: true,
} as const;

const gateway = () => readIdentity(keyFile(circuit.home, 'gateway'), certificateFiles(circuit.home, 'gateway'));
const doorOf = (service: ServiceName) => ({
  url: circuit.ready().services.find(({ name }) => name === service)?.url ?? '',
  service,
  material: gateway().credentials.current,
});
const bodyOf = (query: string): string => JSON.stringify({ query, variables: { of: [] } });

const statusOf = async (name: ServiceName, authorization: string | null, query = '{ __typename }'): Promise<number> =>
  (await knock({ ...doorOf(name), body: bodyOf(query), authorization })).status;

/** The URL of another database of the same server, for the same role. */
function at(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = database;
  return other.href;
}

async function opens(url: string): Promise<boolean> {
  return rowsOf(url, 'SELECT 1').then(
    () => true,
    (error: Error) => {
      if (!/permission denied for database/.test(error.message)) throw error;
      return false;
    },
  );
}

/** Those of some statements that a role may run; nothing of them is kept. */
async function allowed(url: string, statements: readonly string[]): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ran: string[] = [];
  for (const statement of statements) {
    await client.query('BEGIN').catch(() => undefined);
    const refusal = await client.query(statement).then(
      () => null,
      (error: Error) => error.message,
    );
    if (refusal === null || !/permission denied|must be|keeps what it holds|only roles with/i.test(refusal))
      ran.push(`${statement}: ${refusal ?? 'done'}`);
    await client.query('ROLLBACK');
  }
  await client.end();
  return ran;
}
