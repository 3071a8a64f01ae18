import { describe, expect, it } from 'vitest';
import { readMembers } from '../../../circuit/members.ts';
import { compose } from '../compose.ts';
import { CompositionFailed } from '../compositionFailed.ts';
import { type CheckedMember, type Fault, faultsOfGraph, faultsOfMembers, findOperationsBroken } from './index.ts';

const members = readMembers();
const released = compose(members).supergraphSdl;

/** The members with a change in one of them. */
const changed = (name: string, change: (sdl: string) => string): readonly CheckedMember[] =>
  members.map((member) => (member.name === name ? { ...member, sdl: change(member.sdl) } : member));
const without = (text: RegExp | string) => (sdl: string) => {
  const next = sdl.replace(text, '');
  if (next === sdl) throw new Error(`There is no ${text}.`);
  return next;
};
const faults = (broken: readonly CheckedMember[], before = released): readonly Fault[] =>
  faultsOfGraph({ members: broken, released: before, composed: compose(broken).supergraphSdl });
/** The line on which a text stands. */
const lineIn = (sdl: string, text: string): number => sdl.slice(0, sdl.indexOf(text)).split('\n').length;
const sdlOf = (broken: readonly CheckedMember[], name: string): string => broken.find((member) => member.name === name)?.sdl ?? '';

describe('a graph', () => {
  it('as it is has no fault', () => {
    expect(faults(members)).toEqual([]);
  });

  it('that has lost a released field breaks those who ask for it', () => {
    const broken = changed('health', without('  "Deaths among them."\n  deaths: Int\n'));
    expect(faults(broken)).toEqual([
      {
        file: 'subgraphs/institutions/health/schema.graphql',
        line: lineIn(sdlOf(broken, 'health'), 'type EpidemicReport'),
        says: 'EpidemicReport.deaths was removed.',
        remedy: expect.stringContaining('@deprecated'),
      },
    ]);
  });

  it('that asks for more than it did breaks those who do not say it', () => {
    const broken = changed('finance', (sdl) =>
      sdl.replace('input ReviseBudgetRequestInput {', 'input ReviseBudgetRequestInput {\n  reason: String!'),
    );
    expect(faults(broken)).toEqual([
      expect.objectContaining({
        file: 'subgraphs/institutions/finance/schema.graphql',
        line: lineIn(sdlOf(broken, 'finance'), 'reason: String!'),
        says: 'A required field reason on input type ReviseBudgetRequestInput was added.',
      }),
    ]);
  });

  it('that grows breaks nobody', () => {
    const grown = changed('health', (sdl) => sdl.replace('  deaths: Int\n}', '  deaths: Int\n  "Who got well."\n  recovered: Int\n}'));
    expect(faults(grown)).toEqual([]);
  });

  it.each([
    ['a root field', 'exchange', /^ {2}"[^"]+"\n(?= {2}dispatchDocument\()/m, 'Mutation.dispatchDocument', 'dispatchDocument('],
    ['a kind', 'justice', /^"[^"]+"\n(?=type CourtRuling)/m, 'CourtRuling', 'type CourtRuling'],
    ['a field of a kind', 'justice', '  "Who presided."\n', 'CourtRuling.judge', 'judge: String'],
    ['a type that nobody describes', 'directory', /^"[^"]+"\n(?=type HeldDuty)/m, 'HeldDuty', 'type HeldDuty'],
  ])('in which %s says nothing of itself is not for others', (_, name, text, says, at) => {
    const broken = changed(name, without(text));
    expect(faults(broken)).toEqual([
      expect.objectContaining({ line: lineIn(sdlOf(broken, name), at), says: `${says} has no description.` }),
    ]);
  });

  it('with a kind that nobody can draft is told so, with what to add', () => {
    const kind = '\n"A note."\ntype SideNote @key(fields: "id") {\n  "Its id."\n  id: ID!\n  "Its text."\n  text: String\n}\n';
    const broken = changed('hosted', (sdl) => sdl + kind);
    expect(faults(broken)).toEqual([
      {
        file: 'subgraphs/institutions/hosted/schema.graphql',
        line: lineIn(sdlOf(broken, 'hosted'), 'type SideNote'),
        says: 'SideNote is a kind without a draft command.',
        remedy: expect.stringContaining('draftSideNote(input: DraftSideNoteInput!)'),
      },
    ]);
  });

  it('with a draft of what is no kind is told so', () => {
    const broken = changed('hosted', (sdl) =>
      sdl.replace(
        'extend type Mutation {',
        'extend type Mutation {\n  "A clerk begins."\n  draftSideNote(input: DraftOfficialLetterInput!): DraftOfficialLetterPayload',
      ),
    );
    expect(faults(broken)).toEqual([expect.objectContaining({ says: 'draftSideNote drafts what is no kind.' })]);
  });

  it.each([
    [
      'another enum',
      'health',
      (sdl: string) => sdl.replace('  RESTRICTED\n', '  RESTRICTED\n  SECRET\n'),
      'AccessMark differs from the perimeter standard.',
    ],
    [
      'a field of the standard of its own',
      'health',
      (sdl: string) =>
        sdl.replace(
          'extend type Mutation {',
          'extend type Mutation {\n  "Signs."\n  signDocument(input: DraftLicenceNoticeInput!): DraftLicenceNoticePayload',
        ),
      'Mutation.signDocument belongs to the perimeter standard.',
    ],
  ])('in which a member serves %s is not one standard', (_, name, change, says) => {
    // Composition refuses some of these as well, and says less of it.
    const broken = changed(name, change);
    expect(faultsOfGraph({ members: broken, released, composed: released })).toEqual(
      expect.arrayContaining([expect.objectContaining({ file: 'subgraphs/institutions/health/schema.graphql', says })]),
    );
  });

  it('that has lost a security directive is open, and told so', () => {
    const guarded = changed('health', (sdl) =>
      sdl
        .replace('import: ["@key"]', 'import: ["@key", "@policy"]')
        .replace('  cases: Int\n  "Deaths', '  cases: Int @policy(policies: [["§2.2"]])\n  "Deaths'),
    );
    const before = compose(guarded).supergraphSdl;

    expect(faults(guarded, before)).toEqual([]);
    expect(faults(members, before)).toEqual([
      {
        file: 'subgraphs/institutions/health/schema.graphql',
        line: lineIn(sdlOf(members, 'health'), '  cases: Int'),
        says: '@policy on EpidemicReport.cases is lost, or asks for less than it did.',
        remedy: expect.stringContaining('as it was'),
      },
    ]);
  });
});

describe('what says how a field is asked', () => {
  it.each([
    ['@routedBy', ' @routedBy(argument: "id")', 'Query.document'],
    ['@cost', '    @cost(weight: 10)\n', 'Query.inbox'],
    ['@listSize', '    @listSize(slicingArguments: ["first"], sizedFields: ["edges"])\n', 'Query.inbox'],
  ])('%s is not lost unseen', (directive, text, coordinate) => {
    const broken = changed('perimeter', without(text));
    const [fault, ...others] = faults(broken);

    expect(others).toEqual([]);
    expect(fault).toMatchObject({
      file: 'schema/perimeter.graphql',
      says: expect.stringContaining(`${directive} on ${coordinate} is lost`),
    });
    expect(fault?.line).toBe(lineIn(sdlOf(broken, 'perimeter'), coordinate === 'Query.inbox' ? '  inbox(' : '  document('));
  });

  it('is not lost where a field is provided by who has just changed it', () => {
    const broken = changed('perimeter', without(' @provides(fields: "state")'));
    expect(faults(broken)).toEqual([expect.objectContaining({ says: expect.stringMatching(/^@provides on \w+\.\w+ is lost/) })]);
  });
});

describe('members that make no graph', () => {
  const failed = (broken: readonly CheckedMember[]): readonly Fault[] => {
    try {
      compose(broken);
      return [];
    } catch (error) {
      if (error instanceof CompositionFailed) return faultsOfMembers(broken, error.faults);
      throw error;
    }
  };

  it('for one cannot be read are told the line', () => {
    expect(
      failed(changed('justice', (sdl) => sdl.replace('type CourtRuling @key(fields: "id")', 'type CourtRuling @key(fields: "id"'))),
    ).toEqual([
      {
        file: 'subgraphs/institutions/justice/schema.graphql',
        line: lineIn(sdlOf(members, 'justice'), 'type CourtRuling'),
        says: 'Syntax Error: Expected Name, found "{".',
        remedy: expect.stringContaining('GraphQL'),
      },
    ]);
  });

  it('are told what composition says, and what can be said of each alone', () => {
    const broken = changed('justice', (sdl) => sdl.replace('  RESTRICTED\n', '  RESTRICTED\n  SECRET\n'));
    expect(failed(broken)).toEqual([
      expect.objectContaining({ says: expect.stringMatching(/^ENUM_VALUE_MISMATCH/), remedy: expect.stringContaining('same values') }),
      {
        file: 'subgraphs/institutions/justice/schema.graphql',
        line: lineIn(sdlOf(broken, 'justice'), 'enum AccessMark'),
        says: 'AccessMark differs from the perimeter standard.',
        remedy: expect.stringContaining('schema/perimeter.graphql'),
      },
    ]);
  });

  it('for a root field must not be empty are told which', () => {
    const broken = changed('perimeter', (sdl) => sdl.replace('document(id: ID!): Document @', 'document(id: ID!): Document! @'));
    expect(failed(broken)).toEqual([
      expect.objectContaining({ file: 'schema/perimeter.graphql', line: lineIn(sdlOf(broken, 'perimeter'), '  document(') }),
    ]);
  });
});

describe('a published operation', () => {
  const text =
    '# For a clerk.\nquery Deaths($id: ID!) {\n  document(id: $id) {\n    content {\n      ... on EpidemicReport {\n        deaths\n      }\n    }\n  }\n}\n';
  const operation = { file: 'schema/operations/deaths.graphql', text };

  it('that the graph answers has no fault', () => {
    expect(findOperationsBroken(released, [operation])).toEqual([]);
  });

  it('that asks for what is gone is told by file and line', () => {
    const broken = compose(changed('health', without('  "Deaths among them."\n  deaths: Int\n'))).supergraphSdl;
    expect(findOperationsBroken(broken, [operation])).toEqual([
      {
        file: 'schema/operations/deaths.graphql',
        line: 6,
        says: expect.stringContaining('Cannot query field "deaths"'),
        remedy: expect.stringContaining('Leave in the graph'),
      },
    ]);
  });
});
