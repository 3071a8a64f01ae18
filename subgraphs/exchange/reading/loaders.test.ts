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
