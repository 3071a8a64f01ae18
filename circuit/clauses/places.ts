import { type BindingPattern, type CallExpression, type Class, type Comment, type Expression, type Program, Visitor } from 'oxc-parser';

/** A part of a file that has a name: a declaration, a member of a class, a test or a group of tests. */
export interface Place {
  readonly name: string;
  readonly is: 'declaration' | 'test';
  /** Its docstring belongs to it. */
  readonly start: number;
  readonly end: number;
}

/** The named parts of a file. */
export function placesOf(program: Program, comments: readonly Comment[], text: string): readonly Place[] {
  const docEnds = new Map(comments.map((comment) => [comment.end + leadingSpace(text, comment.end), comment.start]));
  const place = (name: string, is: Place['is'], { start, end }: { readonly start: number; readonly end: number }): Place => {
    let from = start;
    for (let above = docEnds.get(from); above !== undefined; above = docEnds.get(from)) from = above;
    return { name, is, start: from, end };
  };
  const declared = program.body.flatMap((statement) => declaredBy(statement).map(({ name, at }) => place(name, 'declaration', at)));
  return [...declared, ...testsOf(program).map(({ title, call }) => place(title, 'test', call))];
}

/** The innermost part that a position lies in. */
export const placeAt = (places: readonly Place[], at: number, is?: Place['is']): Place | undefined =>
  places
    .filter((place) => place.start <= at && at < place.end && (is === undefined || place.is === is))
    .reduce<Place | undefined>((inner, place) => (inner === undefined || place.start >= inner.start ? place : inner), undefined);

interface Declared {
  readonly name: string;
  readonly at: { readonly start: number; readonly end: number };
}

function declaredBy(statement: Program['body'][number], at: Declared['at'] = statement): readonly Declared[] {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      return statement.declaration === null ? [] : declaredBy(statement.declaration, at);
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ id, start, end }, index) =>
        namesOf(id).map((name) => ({ name, at: index === 0 ? { start: at.start, end } : { start, end } })),
      );
    case 'ClassDeclaration':
      return [...(statement.id === null ? [] : [{ name: statement.id.name, at }]), ...membersOf(statement)];
    case 'FunctionDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return statement.id === null ? [] : [{ name: statement.id.name, at }];
    default:
      return [];
  }
}

const namesOf = (id: BindingPattern): readonly string[] => (id.type === 'Identifier' ? [id.name] : []);

function membersOf({ id, body }: Class): readonly Declared[] {
  return body.body.flatMap((member) => {
    if (!('key' in member)) return [];
    const { key } = member;
    if (key.type !== 'Identifier' && key.type !== 'PrivateIdentifier') return [];
    const name = `${key.type === 'PrivateIdentifier' ? '#' : ''}${key.name}`;
    return [{ name: name === 'constructor' ? (id?.name ?? name) : `${id?.name}.${name}`, at: member }];
  });
}

/** `test('…')`, `describe.each(rows)('…')` and their like. */
function testsOf(program: Program): readonly { readonly title: string; readonly call: CallExpression }[] {
  const tests: { title: string; call: CallExpression }[] = [];
  new Visitor({
    CallExpression(call) {
      const [first] = call.arguments;
      if (first === undefined || !/^(test|it|describe|requirement)$/.test(calledName(call.callee))) return;
      if (first.type === 'Literal' && typeof first.value === 'string') tests.push({ title: first.value, call });
      if (first.type === 'TemplateLiteral') tests.push({ title: first.quasis.map(({ value }) => value.raw).join('…'), call });
    },
  }).visit(program);
  return tests;
}

function calledName(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return calledName(callee.object);
  if (callee.type === 'CallExpression') return calledName(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return calledName(callee.tag);
  return '';
}

const leadingSpace = (text: string, at: number): number => /^\s*/.exec(text.slice(at, at + 200))?.[0].length ?? 0;
