import { readSupergraph } from '@chancery/schema';
import { parse, validate } from 'graphql';
import { beforeEach, expect, test } from 'vitest';
import { type Call, type Place, readAnswer } from '../../../supergraph/engine/index.ts';
import { Institutions } from '../../../supergraph/gateway/sources/institutions.ts';
import { missing } from '../../../supergraph/gateway/sources/unavailable.ts';
import { planned } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { RandomOperations } from '../../fuzz/randomOperations.ts';
import { runs } from '../../kit/long.ts';
import { publicGraph } from '../../kit/publicGraph.ts';
import { seededByEnvironment } from '../../kit/seeded.ts';
import { engineSide } from '../sides/engineSide.ts';
import { read } from '../sides/side.ts';
import { placeOf } from '../supergraph/circuitSides.ts';
import { perimeters, serviceSchemas, stubServices } from '../supergraph/stubServices.ts';
import { ids, StubTruth } from '../supergraph/stubTruth.ts';

// An answer that is spliced goes on record as one that is read as objects, and costs servers the same calls.

const supergraphSdl = readSupergraph();
const schemas = serviceSchemas();
const truth = new StubTruth(publicGraph(), Object.values(schemas));

/** Which documents were noted, and who was asked what about whom, in any order. */
let noted: Set<string>;
let asked: string[];
beforeEach(() => {
  noted = new Set();
  asked = [];
});

function side(splicedFrom: number) {
  const services = stubServices(schemas, truth, new Set(), []);
  const text = async (name: string, { operation, variables }: Call): Promise<string> => {
    asked.push(...questionsIn(name, operation.text, variables));
    const { data = null, errors = [] } = (await services[name]?.(operation.text, variables)) ?? {};
    return JSON.stringify({ data, ...(errors.length === 0 ? {} : { errors }) });
  };
  const send = async (name: string, call: Call) => readAnswer(name, await text(name, call));
  const sendBytes = async (name: string, call: Call) => Buffer.from(await text(name, call));
  const noteDocument = (id: string) => void noted.add(id);
  return engineSide(
    planned(supergraphSdl),
    {},
    { placeOf: whereAllAreKnown, missing, noteDocument, wire: { send, sendBytes }, splicedFrom },
  );
}

/** As in the gateway; no institution has to be looked up, which takes time, so that questions would go in other calls. */
function whereAllAreKnown(subgraph: string): Place {
  const place = placeOf(supergraphSdl)(subgraph);
  return place.kind === 'perimeters' ? { ...place, institutions } : place;
}

const serverOf = (code: string): { readonly server: string } | undefined => {
  const [server] = Object.entries(perimeters).find(([, codes]) => codes.includes(code)) ?? [];
  return server === undefined ? undefined : { server };
};
const institutions = new Institutions({ institution: serverOf, findInstitution: async () => undefined } as never);

/** About each entity, and each root: in which calls they go together is a matter of time where an institution is looked up. */
function questionsIn(name: string, text: string, variables: string): readonly string[] {
  const entities = Object.entries(JSON.parse(variables) as object).filter(([variable]) => /^(?:representations|r\d+)$/.test(variable));
  if (entities.length === 0) return [`${name} ${text} ${variables}`];
  return entities.flatMap(([, all]) => (all as readonly unknown[]).map((each) => `${name} ${JSON.stringify(each)}`));
}

const [asObjects, spliced] = [side(Number.POSITIVE_INFINITY), side(0)];
const many = runs({ short: 150, whole: 3_000 });

test('what the gateway itself knows of documents is no look at them', async () => {
  const id = 'LIC:OfficialLetter:01JD0000000000000000000013';
  const question = { source: `{ document(id: "${id}") { content { __typename } } }`, operationName: null, variables: {} };
  const before = spliced.spliced();
  for (const way of [asObjects, spliced]) {
    noted = new Set();
    await way.ask(question);
    expect([...noted]).toEqual([id]);
  }
  expect(spliced.spliced()).toBe(before + 1);
});

test(`${many} random operations are noted alike, and ask alike`, async () => {
  const operations = new RandomOperations(spliced.schema, seededByEnvironment('noted'), ids);
  for (let done = 0; done < many; ) {
    const { query: source, variables } = operations.next();
    const question = { source, operationName: null, variables };
    if (!fits(question)) continue;
    done++;
    const told = [];
    for (const way of [asObjects, spliced]) {
      [noted, asked] = [new Set(), []];
      const { data, errors } = await way.ask(question);
      told.push({
        data: JSON.stringify(data),
        errors: errors.map((error) => JSON.stringify(error)).sort(),
        noted: [...noted].sort(),
        asked: asked.sort(),
      });
    }
    expect(told[1], source).toEqual(told[0]);
  }
  expect(spliced.spliced()).toBeGreaterThan(many / 4);
}, 120_000);

function fits(question: Parameters<typeof read>[1]): boolean {
  try {
    read(spliced.schema, question);
    return validate(spliced.schema, parse(question.source)).length === 0;
  } catch {
    return false;
  }
}
