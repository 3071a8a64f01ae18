import { Refusal } from '@chancery/domain';

/** A field of a kind's content. */
export interface ContentField {
  readonly name: string;
  readonly type: string;
  /** For a clerk. */
  readonly description: string;
}

/** What content is made of; `Text` is a text of several lines. */
const types = ['String', 'Text', 'Int', 'Float', 'Boolean', 'Date', 'DateTime', 'Decimal', '[String!]'] as const;
/** Fields that every card has, or that mean something to programs; whatever every object has is none either. */
const card = ['id', 'title', 'access', 'documentDate', 'abstract', 'dueAt', 'requestId', 'documentId', 'versionRead', 'then'];

/** What a kind holds where nobody says what: it can be sent on the first day, and be written out later. */
export const usualFields: readonly ContentField[] = [
  { name: 'subject', type: 'String', description: 'What it is about, in a line.' },
  { name: 'body', type: 'Text', description: 'The text.' },
];

/** A field as the command line names it: `parcel:String:The parcel by its number in the land register.` Throws `BAD_INPUT`. */
export function parseField(written: string): ContentField {
  const [name = '', type = 'String', ...rest] = written.split(':').map((part) => part.trim());
  if (!/^[a-z][A-Za-z0-9]{1,40}$/.test(name) || card.includes(name) || name in {})
    throw new Refusal(
      'BAD_INPUT',
      `A field has a name of its own in camelCase, of 2 to 41 letters and digits, not ${JSON.stringify(name)}.`,
    );
  if (!types.some((each) => each === type))
    throw new Refusal('BAD_INPUT', `${name} is one of ${types.join(', ')}, not ${JSON.stringify(type)}.`);
  const description = rest.join(': ') || `The ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}.`;
  if (/["\\\n\r]|\*\//.test(description) || description.length > 300)
    throw new Refusal('BAD_INPUT', `The description of ${name} is one line without quotes.`);
  return { name, type, description };
}

/** The type that stands in the SDL. */
export const sdlType = ({ type }: ContentField): string => (type === 'Text' ? 'String' : type);
