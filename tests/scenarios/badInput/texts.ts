import { getNullableType, isListType } from 'graphql';
import { type BadCase, command } from './badCase.ts';
import { fieldsOf, type SoundCommand, soundCommands } from './soundCommands.ts';

type Wrong = Pick<BadCase, 'code'> & { readonly says: string; readonly value: unknown; readonly clause?: string };

const lines: readonly Wrong[] = [
  { says: 'of 200,001 characters', value: 'x'.repeat(200_001), code: 'TEXT_TOO_LONG' },
  { says: 'with a NUL', value: 'a\u0000b', code: 'CONTROL_CHARACTERS' },
  { says: 'with an escape', value: 'a\u001b[31mb', code: 'CONTROL_CHARACTERS' },
  { says: 'with a C1 control', value: 'a\u0085b', code: 'CONTROL_CHARACTERS' },
  { says: 'with half a character', value: 'a\ud800b', code: 'CONTROL_CHARACTERS' },
  { says: 'that is a number', value: 5, code: 'BAD_INPUT' },
];

/** The longest that a field takes, where it is less than anything. */
const longest: Readonly<Record<string, number>> = {
  title: 500,
  name: 500,
  abstract: 10_000,
  caseFile: 500,
  reason: 2_000,
  note: 2_000,
  instruction: 2_000,
  decision: 500,
  report: 2_000,
};

/** Texts that say nothing, in fields that have to say something. */
const emptyIn: Readonly<Record<string, Pick<Wrong, 'code' | 'clause'>>> = {
  title: { code: 'TITLE_REQUIRED', clause: '4.1' },
  name: { code: 'BAD_INPUT' },
  caseFile: { code: 'BAD_INPUT' },
  reason: { code: 'BAD_INPUT' },
  instruction: { code: 'BAD_INPUT' },
  report: { code: 'BAD_INPUT' },
};

/** A name of kinds is a text to GraphQL, and no text to a reader: what is none is refused as that. */
const textsOf = (name: string) => fieldsOf(name, 'String').filter((field) => field.name !== 'approvals');

/** Every text of every command, as no document takes it. */
export const badTexts: readonly BadCase[] = soundCommands.flatMap((sound) =>
  textsOf(sound.name).flatMap(({ name, type }) => {
    const most = longest[name];
    const empty = emptyIn[name];
    const isList = isListType(getNullableType(type));
    const wrongs: readonly Wrong[] = [
      ...lines,
      ...(most === undefined ? [] : [{ says: `of ${most + 1} characters`, value: 'x'.repeat(most + 1), code: 'TEXT_TOO_LONG' } as const]),
      ...(empty === undefined ? [] : [{ says: 'of spaces', value: '   ', ...empty }]),
      ...(name === 'title' ? [{ says: 'of two lines', value: 'one\ntwo', code: 'CONTROL_CHARACTERS' } as const] : []),
    ];
    const inLists: readonly Wrong[] = [
      { says: 'of 101 items', value: Array.from({ length: 101 }, () => 'x'), code: 'BAD_INPUT' },
      { says: 'with nothing in it', value: [null], code: 'BAD_INPUT' },
    ];
    const cases = wrongs.map((wrong) => wrongText(sound, name, { ...wrong, value: isList ? [wrong.value] : wrong.value }));
    return isList ? [...cases, ...inLists.map((wrong) => wrongText(sound, name, wrong))] : cases;
  }),
);

function wrongText({ name, as, input }: SoundCommand, field: string, { says, value, ...refused }: Wrong): BadCase {
  return command(name, (stage) => ({ ...input(stage), [field]: value }), {
    says: `${name}: ${field} ${says}`,
    as,
    names: refused.code === 'TITLE_REQUIRED' ? '' : field,
    ...refused,
  });
}
