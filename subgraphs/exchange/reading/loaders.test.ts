import { documentId, parseInstitutionCode, parseKind } from '@chancery/domain';
import type { CallContext } from '@chancery/kernel';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedDatabase } from '../../../tests/kit/databases.ts';
import { official } from '../../../tests/kit/exchangeWorld.ts';
import { exchange } from '../index.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { consignmentsOfDocument } from './consignments.ts';
import { loadersOf } from './loaders.ts';

let db: PrismaClient;
let statements = 0;

beforeAll(async () => {
  const opened = exchange.open(await migratedDatabase(exchange.migrations));
  db = new Proxy(opened, {
    get(target, property) {
      if (property === '$queryRaw') statements += 1;
      return Reflect.get(target, property, target);
    },
  });
});
afterAll(() => db.$disconnect());

describe('what one answer reads', () => {
  it('costs one statement for a hundred documents, and one for all attempts', async () => {
    const ids = Array.from({ length: 100 }, () => documentId(parseInstitutionCode('JUS'), parseKind('LegalOpinion'), ulid()));
    const consignments = await Promise.all(ids.map(planted));
    statements = 0;

    const context = contextOf();
    const found = await Promise.all(ids.map((id) => consignmentsOfDocument(db, context, id)));
    await Promise.all(found.flat().map(({ id }) => loadersOf(db, context).attempts.load(id)));

    expect(found.flat().map(({ id }) => id)).toEqual(consignments);
    expect(statements).toBe(2);
  });

  it('is the newest thousand consignments of a document that was sent again and again, the oldest of them first', async () => {
    const id = documentId(parseInstitutionCode('JUS'), parseKind('LegalOpinion'), ulid());
    const other = documentId(parseInstitutionCode('JUS'), parseKind('LegalOpinion'), ulid());
    await planted(other);
    const first = await planted(id);
    await db.$executeRaw`
      INSERT INTO consignment (id, dispatch_id, document_id, sender, recipient, access, document_date, accepted_at, expires_at)
      SELECT 'LIB:' || n, dispatch_id, document_id, sender, 'A' || n, access, document_date, accepted_at + n * interval '1 second', expires_at
        FROM consignment, generate_series(1, 1002) n WHERE id = ${first}`;
    const [found, one] = await Promise.all([id, other].map((each) => consignmentsOfDocument(db, contextOf(), each)));
    expect(found?.length).toBe(1_000);
    expect([found?.[0]?.id, found?.at(-1)?.id]).toEqual(['LIB:3', 'LIB:1002']);
    expect(one?.length).toBe(1);
  });
});

function contextOf(): CallContext {
  const caller = official('JUS');
  const mandate = { issuer: 'gateway', role: 'gateway', audience: 'exchange', caller, record: null, operation: null, token: null } as const;
  const made = new Map<object | string, unknown>();
  return {
    mandate,
    caller,
    now: new Date(),
    once<Thing>(key: object | string, make: () => Thing): Thing {
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as Thing;
    },
  };
}

async function planted(document: string): Promise<string> {
  const [id, dispatch] = [`FIN:${ulid()}`, `JUS:${ulid()}`];
  const known = { documentId: document, sender: 'JUS' };
  const now = new Date();
  await db.dispatch.create({
    data: { ...known, id: dispatch, status: 'LIVE', dispatchedAt: now, dispatchedBy: 'JUS:r.registrar', bundle: {} },
  });
  const row = {
    ...known,
    id,
    dispatchId: dispatch,
    recipient: 'FIN',
    access: 'INTERNAL',
    documentDate: now,
    acceptedAt: now,
    expiresAt: now,
  };
  await db.consignment.create({ data: row });
  return id;
}
