import type { ContentField } from './contentField.ts';
import { kindSdl } from './kindSdl.ts';
import { type Newcomer, wordsOf } from './newcomer.ts';

/** The files of a newcomer's folder by their names: what an institution is (DESIGN §2). */
export function folderFiles(newcomer: Newcomer, fields: readonly ContentField[]): ReadonlyMap<string, string> {
  return new Map([
    ['index.ts', index(newcomer, fields)],
    ['main.ts', main(newcomer)],
    ['package.json', manifest(newcomer)],
    ['schema.graphql', kindSdl(newcomer, fields)],
  ]);
}

/** The operations that are published with a kind, by the names of their files: public clients run no other. §1.6 */
export function operationFiles({ kind }: Pick<Newcomer, 'kind'>): ReadonlyMap<string, string> {
  const verbs = { draft: 'begins a draft', revise: 'changes a draft' };
  return new Map(
    Object.entries(verbs).map(([verb, does]) => {
      const name = `${verb}${kind}`;
      return [`${name}.graphql`, operation(name, `A clerk ${does} of the kind ${wordsOf(kind)}.`)];
    }),
  );
}

const index = ({ server, code, name, kind }: Newcomer, fields: readonly ContentField[]): string => {
  const texts = fields.filter(({ type }) => type === 'Text').map((field) => `'${field.name}'`);
  return `import { defineInstitution } from '@chancery/perimeter';

/** The ${name} and its documents. */
export const ${server} = defineInstitution({
  name: '${server}',
  schema: new URL('./schema.graphql', import.meta.url),
  institutions: ['${code}'],
  kinds: {
    ${kind}: { requiredToSign: []${texts.length === 0 ? '' : `, texts: [${texts.join(', ')}]`} },
  },
});
`;
};

const main = ({ server }: Newcomer): string => `import { runService } from '@chancery/perimeter';
import { ${server} } from './index.ts';

await runService(${server});
`;

const manifest = ({ server }: Newcomer): string => `{
  "name": "@chancery/${server}",
  "version": "0.1.0",
  "private": true,
  "license": "Apache-2.0",
  "type": "module",
  "exports": {
    ".": "./index.ts"
  },
  "dependencies": {
    "@chancery/perimeter": "*"
  }
}
`;

function operation(name: string, about: string): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `# ${about}
mutation ${type}($input: ${type}Input!) {
  ${name}(input: $input) {
    document {
      id
      status
      version
    }
  }
}
`;
}
