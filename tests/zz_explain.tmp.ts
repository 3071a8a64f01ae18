import { startPostgres, temporaryFolder, removeTemporary } from '/work/main/circuit/embedded/index.ts';
import { migrate } from '/work/main/subgraphs/kernel/index.ts';
import pg from 'pg';
import { catalogue } from '/work/main/subgraphs/catalogue/index.ts';
import { audit } from '/work/main/subgraphs/audit/index.ts';
import { listDocuments } from '/work/main/subgraphs/catalogue/documents.ts';
import { exchangeStatistics } from '/work/main/subgraphs/catalogue/statistics.ts';
import { listEntries } from '/work/main/subgraphs/audit/entries.ts';
import { documentEntries } from '/work/main/subgraphs/audit/documentEntries.ts';
const folder = await temporaryFolder();
try {
const s = await startPostgres({ folder, durable: false });
const cu = await s.ensureDatabase('catalogue'); const au = await s.ensureDatabase('audit');
await migrate({ url: cu, folder: catalogue.migrations }); await migrate({ url: au, folder: audit.migrations });
const c = new pg.Client({ connectionString: cu }); await c.connect(); const a = new pg.Client({ connectionString: au }); await a.connect();
await c.query(`INSERT INTO card SELECT 'I'||(i%300)||':Letter:'||lpad(i::text,26,'0'), 'I'||(i%300), 'Letter', (ARRAY['DRAFT','REGISTERED','REGISTERED','FILED'])[1+i%4], (ARRAY['INTERNAL','INTERNAL','RESTRICTED','PUBLIC','INTERNAL'])[1+(i/4)%5], CASE WHEN (i/4)%5=2 THEN NULL ELSE 'Letter on subject '||(i%5000)||' and '||i END, '2020-01-01'::date + (i%2000)::int, 'N'||i, ARRAY['I'||((i*7)%300)], 1 FROM generate_series(1,300000) i`);
await c.query(`INSERT INTO consignment SELECT 'I'||((i*7)%300)||':'||lpad(i::text,26,'0'), 'I'||(i%300)||':Letter:'||lpad(i::text,26,'0'), 'I'||(i%300), 'I'||((i*7)%300), 'Letter', (ARRAY['INTERNAL','INTERNAL','RESTRICTED','PUBLIC','INTERNAL'])[1+(i/4)%5], '2020-01-01'::date + (i%2000)::int, 'DELIVERED', now(), now(), 3, 'REGISTERED', now()+ (i%1000||' minutes')::interval, 'D'||(i%9), '2022-01-01'::date, 1 FROM generate_series(1,300000) i`);
await a.query(`INSERT INTO audit_entry SELECT lpad(i::text,26,'0'), now() - ((500000-i)||' seconds')::interval, (ARRAY['gateway','gateway','exchange','I'||(i%300)])[1+i%4], 'act'||(i%30), 'I'||(i%300)||':o.x', 'I'||(i%300), '{CLERK}', ARRAY['D'||(i%60000)], CASE WHEN i%5=0 THEN 'I1:'||i END, CASE WHEN i%50=0 THEN 'REFUSED' ELSE 'DONE' END, CASE WHEN i%50=0 THEN 'C'||(i%20) END, NULL, 't'||i, NULL FROM generate_series(1,500000) i`);
await a.query(`INSERT INTO entry_document SELECT documents[1], at, id FROM audit_entry`);
await a.query(`INSERT INTO document_facts SELECT 'D'||i, 'I'||(i%300), 'REGISTERED','INTERNAL', ARRAY['I'||((i*7)%300)], 1 FROM generate_series(0,59999) i`);
await c.query('VACUUM ANALYZE'); await a.query('VACUUM ANALYZE');
const cdb = catalogue.open(cu), adb = audit.open(au);
const time = async (n: string, f: () => Promise<unknown>) => { await f(); const t = performance.now(); const r: any = await f(); console.log(n.padEnd(40), (performance.now() - t).toFixed(1), 'ms', Array.isArray(r) ? r.length : r?.edges?.length ?? r); };
const who = (institution: string, duties: string[] = ['CLERK'], clearance = true): any => ({ official: institution + ':o', institution, duties, clearance });
for (const [n, w] of [['I7', who('I7')], ['none', who('ZZZ')], ['EXC', who('EXC', ['ANALYST'])]] as const) {
  for (const asked of [{}, { orderBy: 'TITLE' }, { filter: { text: 'subject 77' } }, { filter: { institution: ['I7'] } }, { filter: { institution: ['I9'], status: ['DRAFT'] } }, { filter: { outgoingNumber: 'N777' } }] as any[]) {
    await time(`documents ${n} ${JSON.stringify(asked).slice(0,60)}`, () => listDocuments(cdb, w, asked));
    await time(`  total`, async () => (await listDocuments(cdb, w, asked)).totalCount());
  }
  await time(`stats ${n}`, () => exchangeStatistics(cdb, w, { groupBy: ['SENDER', 'YEAR'] }).catch((e) => e.code));
  await time(`stats ${n} decision`, () => exchangeStatistics(cdb, w, { groupBy: ['DECISION'] }));
}
for (const [n, w] of [['I7', who('I7', ['AUDITOR'])], ['EXC', who('EXC', ['AUDITOR'])]] as const)
  for (const filter of [{}, { act: 'act3' }, { official: 'I7:o.x' }, { code: 'C0' }, { traceId: 't888' }, { documentId: 'D7' }, { place: 'I7' }, { outcome: ['REFUSED'] }, { from: new Date(Date.now() - 3600e3) }, {act: 'nothing'}] as any[]) {
    await time(`entries ${n} ${JSON.stringify(filter)}`, () => listEntries(adb, w, { filter }));
    await time(`  total`, async () => (await listEntries(adb, w, { filter })).totalCount());
  }
await time('100 documents entries', () => documentEntries(adb, who('I7'), Array.from({ length: 100 }, (_, i) => 'D' + i * 300 ), 50));
await cdb.$disconnect(); await adb.$disconnect(); await c.end(); await a.end();
} finally { await removeTemporary(folder); }
