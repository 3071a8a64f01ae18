import type { Bundle, SignatureRecord, SignedPart } from './bundle.ts';
import { duties } from './caller.ts';
import type { Json } from './canonical.ts';
import { accessMarks } from './document.ts';
import { Refusal } from './errors.ts';
import { parseFiles } from './file.ts';
import { institutionOf, kindOf, parseDocumentId, parseOfficialId } from './ids.ts';
import { parseDay, parseMoment } from './moment.ts';
import { count, list, matching, oneOf, record, text, wrong } from './shapes.ts';
import { textLimits } from './text.ts';

/** How large a bundle may be: enough for every kind, too little to hurt a recipient. */
export const bundleLimits = { fields: 100, items: 100, depth: 4, signatures: 50, jws: 4_000, characters: 2_000_000 } as const;

/**
 * What another perimeter handed over, checked for its shape and size, and kept letter for letter: the digest is over these letters.
 * Throws `BAD_INPUT` (or the refusal of a text) naming what is wrong. Whether the signatures are true is another question.
 */
export function parseBundle(value: unknown): Bundle {
  const bundle = record('bundle', value);
  return {
    signed: parseSigned(bundle.signed),
    signatures: list('signatures', bundle.signatures, bundleLimits.signatures, 1).map(parseSignature),
    outgoingNumber: text('outgoingNumber', bundle.outgoingNumber, textLimits.line),
    registeredAt: parseMoment('registeredAt', bundle.registeredAt),
  };
}

function parseSigned(value: unknown): SignedPart {
  const signed = record('signed', value);
  const documentId = parseDocumentId(signed.documentId);
  const [institution, kind] = [institutionOf(documentId), kindOf(documentId)];
  if (signed.institution !== institution || signed.kind !== kind) throw wrong('signed', 'names another institution or kind than its id');
  return {
    documentId,
    institution,
    kind,
    version: count('version', signed.version),
    title: text('title', signed.title, textLimits.title),
    abstract: signed.abstract === null ? null : text('abstract', signed.abstract, textLimits.abstract),
    access: oneOf('access', signed.access, accessMarks),
    documentDate: parseDay('documentDate', signed.documentDate),
    dueAt: signed.dueAt === null ? null : parseMoment('dueAt', signed.dueAt),
    content: parseContent(signed.content),
    ...(signed.files === undefined ? {} : { files: parseFiles(signed.files) }),
  };
}

function parseSignature(value: unknown): SignatureRecord {
  const signature = record('signature', value);
  return {
    official: parseOfficialId(signature.official),
    name: text('name', signature.name, textLimits.line),
    duty: oneOf('duty', signature.duty, duties),
    signedAt: parseMoment('signedAt', signature.signedAt),
    digest: matching('digest', signature.digest, /^[0-9a-f]{64}$/),
    value: matching('value', signature.value, /^[\w-]{86}$/),
    endorsement: matching('endorsement', signature.endorsement, /^[\w-]+\.[\w-]+\.[\w-]+$/, bundleLimits.jws),
  };
}

function parseContent(value: unknown): SignedPart['content'] {
  const content = record('content', value);
  let characters = 0;
  const check = (field: string, part: unknown, depth: number): Json => {
    if (depth > bundleLimits.depth) throw wrong(field, 'is nested too deep');
    if (typeof part === 'string') {
      characters += part.length;
      if (characters > bundleLimits.characters) throw new Refusal('TEXT_TOO_LONG', 'The content is too large.');
      return text(field, part, textLimits.body);
    }
    if (part === null || typeof part === 'boolean' || (typeof part === 'number' && Number.isFinite(part))) return part;
    if (Array.isArray(part)) return list(field, part, bundleLimits.items).map((item) => check(field, item, depth + 1));
    return fieldsOf(field, record(field, part)).reduce<{ [name: string]: Json }>((members, [name, member]) => {
      members[name] = check(name, member, depth + 1);
      return members;
    }, {});
  };
  return check('content', content, 0) as SignedPart['content'];
}

function fieldsOf(field: string, value: { readonly [name: string]: unknown }): readonly [string, unknown][] {
  const fields = Object.entries(value);
  if (fields.length > bundleLimits.fields) throw wrong(field, 'has too many fields');
  const strange = fields.find(([name]) => !/^[a-z][A-Za-z0-9]{0,63}$/.test(name));
  if (strange) throw wrong(field, 'has a field with a strange name');
  return fields;
}
