// The server of an institution with a system of its own, in one file: what of the perimeter standard every member must offer, and nothing else.
// Node 20 or later, and two packages: npm install graphql@16 jose@6. Run it by: node server.mjs FOLDER
//
// FOLDER holds what the exchange has given to the institution: identity.json (its server's name and key), server.crt, server.key and trusted.pem,
// services.json (who else there is), perimeter.graphql (the standard); and what is its own: schema.graphql (its kinds), settings.json.
// Everything is kept in memory here: a real system keeps documents, copies, the feed and the keys in its database.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as call, createServer } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildASTSchema, execute, GraphQLError, parse, validate } from 'graphql';
import { CompactSign, compactVerify } from 'jose';

const read = (name) => readFileSync(join(process.argv[2], name), 'utf8');
const { institution, port, official } = JSON.parse(read('settings.json')); // { "institution": "WAT", "port": 4100, "official": { "id": "WAT:i.koval", "name": "Iryna Koval" } }
const own = JSON.parse(read('identity.json')); // { name, privateKey }: Ed25519, for mandates
const tls = { cert: read('server.crt'), key: read('server.key'), ca: read('trusted.pem'), minVersion: 'TLSv1.3' };
const service = (name) => JSON.parse(read('services.json')).find((each) => each.name === name); // read anew: services move, and change their keys

// ── What is kept ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
const documents = new Map(); // its own, by id: { bundle, readers, revision }
const copies = new Map(); // what it was sent, by the consignment's id: { bundle, receipt, state, incomingNumber, registeredAt }
const feed = []; // what happened here, for those who follow

// ── Keys: the institution seals, an official signs; the seal stands under the official's key (§5.1) ───────────────────────────────────────────
const seal = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pen = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = ({ publicKey }) => publicKey.export({ format: 'jwk' });
const sealed = (typ, claims) =>
  new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: 'ES256', kid: institution, typ }).sign(seal.privateKey);
const sha256 = (text, encoding) => createHash('sha256').update(text).digest(encoding);
/** RFC 8785: the one text of a JSON value that is signed and digested. */
const canonical = (value) => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
};
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ulid = () => {
  const time = Date.now();
  const head = Array.from({ length: 10 }, (_, place) => letters[Math.floor(time / 32 ** (9 - place)) % 32]);
  return head.join('') + Array.from(randomBytes(16), (byte) => letters[byte % 32]).join('');
};

/** A document that was written, signed and registered in the institution's own system. */
async function write(card, content) {
  const documentId = `${institution}:WaterPermit:${ulid()}`;
  const now = new Date().toISOString();
  const signed = {
    documentId,
    institution,
    kind: 'WaterPermit',
    version: 1,
    abstract: null,
    dueAt: null,
    documentDate: now.slice(0, 10),
    ...card,
    content,
  };
  const signature = {
    official: official.id,
    name: official.name,
    duty: 'SIGNATORY',
    signedAt: now,
    digest: sha256(canonical(signed), 'hex'),
  };
  const value = sign('sha256', Buffer.from(canonical(signature)), { key: pen.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const claims = { iss: institution, sub: official.id, iat: Math.floor(Date.now() / 1000), cnf: { jwk: jwk(pen) } };
  const endorsement = await sealed('endorsement+jwt', claims);
  const outgoingNumber = `${institution}-${now.slice(0, 4)}/${String(documents.size + 1).padStart(6, '0')}`;
  const bundle = { signed, signatures: [{ ...signature, value, endorsement }], outgoingNumber, registeredAt: now };
  documents.set(documentId, { bundle, readers: [], revision: 0 });
  tellCard(documentId, 'registerDocument');
  return documentId;
}

// ── The feed: every document that is registered, and every consignment that is registered or refused ─────────────────────────────────────────
function tell(name, payload) {
  const act = { name, official: official.id, institution, duties: ['REGISTRAR'], traceId: randomBytes(16).toString('hex') };
  feed.push({ id: ulid(), position: feed.length + 1, at: new Date().toISOString(), act, payload });
}
function tellCard(documentId, act) {
  const document = documents.get(documentId);
  const { signed, outgoingNumber, registeredAt } = document.bundle;
  const { kind, access, abstract, documentDate } = signed;
  const title = access === 'RESTRICTED' ? null : signed.title; // a RESTRICTED title never leaves the perimeter
  const card = {
    type: 'document',
    documentId,
    institution,
    kind,
    status: 'REGISTERED',
    access,
    title,
    abstract,
    documentDate,
    outgoingNumber,
  };
  tell(act, { ...card, registeredAt, createdAt: registeredAt, readers: document.readers, revision: ++document.revision });
}
function tellIntake(consignmentId, { bundle, registeredAt }) {
  const { documentId } = bundle.signed;
  const said = { state: 'REGISTERED', registeredAt, decision: null, decidedOn: null, revision: 1 };
  tell('registerConsignment', { type: 'intake', consignmentId, documentId, institution, ...said });
}

// ── What is answered ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
const refuse = (code, clause, message) => {
  throw new GraphQLError(message, { extensions: { code, clause } });
};
const onlyExchange = ({ role }) => role === 'exchange' || refuse('UNAUTHENTICATED', '2.1', 'Sign in: send a valid bearer token.');
const mayRead = (caller, { bundle, readers }) =>
  caller !== null &&
  (bundle.signed.access === 'PUBLIC' || caller.institution === institution || readers.includes(caller.institution)) &&
  (bundle.signed.access !== 'RESTRICTED' || caller.clearance);
const cardOf = (id, { caller }) => {
  const document = documents.get(id);
  if (document === undefined || !mayRead(caller, document)) return null;
  const { signed, signatures, ...registration } = document.bundle;
  const author = { __typename: 'Official', id: signatures[0].official };
  const shown = signatures.map((each) => ({ ...each, official: { __typename: 'Official', id: each.official } }));
  const card = {
    ...signed,
    institution: { __typename: 'Institution', code: institution },
    status: 'REGISTERED',
    author,
    signatures: shown,
  };
  return { __typename: 'Document', id, ...card, ...registration, createdAt: registration.registeredAt };
};
const copyOf = (id, { caller }) => {
  const copy = copies.get(id);
  return copy?.state !== 'REGISTERED' || caller?.institution !== institution
    ? null
    : { __typename: 'Consignment', id, ...copy, copy: null };
};
const entities = {
  Document: cardOf,
  WaterPermit: (id, context) => cardOf(id, context) && { __typename: 'WaterPermit', id, ...documents.get(id).bundle.signed.content },
  Consignment: copyOf,
};
const offered = {
  _entities: ({ representations }, context) => representations.map(({ __typename, id }) => entities[__typename]?.(id, context) ?? null),
  document: ({ id }, context) =>
    cardOf(id, context) ?? refuse('DOCUMENT_NOT_FOUND', '3.1', 'There is no such document that you may know of.'),
  /** §7.6 To whom it goes is written down before it goes. The same dispatch again gets the same. */
  releaseDocument({ input: { documentId, to } }, context) {
    onlyExchange(context);
    const document = documents.get(documentId);
    const { caller } = context;
    if (document === undefined || caller?.institution !== institution)
      refuse('DOCUMENT_NOT_FOUND', '3.1', 'There is no such document that you may know of.');
    if (!caller.duties.includes('REGISTRAR')) refuse('DUTY_REQUIRED', '2.3', 'You hold no duty that gives this right.');
    document.readers = [...new Set([...document.readers, ...to])];
    tellCard(documentId, 'releaseDocument');
    return { bundle: document.bundle };
  },
  /** §7.8 Kept as pending, and a receipt under the seal; the same consignment again gets the first receipt. A real system verifies the signatures first (§5.3). */
  async acceptDelivery({ input: { consignmentId, dispatchId, bundle } }, context) {
    onlyExchange(context);
    const known = copies.get(consignmentId);
    if (known !== undefined) return { receipt: known.receipt };
    const { documentId } = bundle.signed;
    const digest = sha256(canonical(bundle.signed), 'hex');
    const claims = { consignmentId, dispatchId, documentId, institution, digest, receivedAt: new Date().toISOString() };
    const receipt = { claims, jws: await sealed('receipt+jwt', claims) };
    copies.set(consignmentId, { bundle, receipt, state: 'PENDING', incomingNumber: null, registeredAt: null });
    return { receipt };
  },
  /** The exchange has committed the delivery, or given it up. This system registers what it was sent at once; another one lets a registrar do it. */
  settleDelivery({ input: { consignmentId, delivered } }, context) {
    onlyExchange(context);
    const copy = copies.get(consignmentId);
    if (copy === undefined || !delivered) return { settled: copies.delete(consignmentId) || !delivered };
    if (copy.state === 'REGISTERED') return { settled: true };
    const incomingNumber = `${institution}-in/${[...copies.values()].filter(({ state }) => state === 'REGISTERED').length + 1}`;
    Object.assign(copy, { state: 'REGISTERED', incomingNumber, registeredAt: new Date().toISOString() });
    tellIntake(consignmentId, copy);
    console.log(`received ${consignmentId} ${copy.bundle.signed.title}`);
    return { settled: true };
  },
  noteClosure: (_, context) => onlyExchange(context) && { noted: true },
};

/** The standard, with what is the institution's own; what both define counts once. Directives are for who composes. */
function readSchema() {
  const federation =
    'scalar _Any union _Entity = Document | Consignment | WaterPermit extend type Query { _entities(representations: [_Any!]!): [_Entity]! }';
  const [standard, ...others] = [read('perimeter.graphql'), read('schema.graphql'), federation].map((text) => parse(text).definitions);
  const known = new Set(standard.map((node) => node.name?.value));
  const added = others.flat().filter((node) => node.name !== undefined && (node.kind.endsWith('Extension') || !known.has(node.name.value)));
  return buildASTSchema({ kind: 'Document', definitions: [...standard, ...added] }, { assumeValidSDL: true });
}
const schema = readSchema();
/** What is not offered is refused, and says so: nobody waits for it. */
function resolve(source, args, context, { parentType, fieldName }) {
  if (parentType !== schema.getQueryType() && parentType !== schema.getMutationType()) return source[fieldName];
  return Object.hasOwn(offered, fieldName)
    ? offered[fieldName](args, context)
    : refuse('NOT_OFFERED', '1.2', 'The institution does not offer this here.');
}
async function answer(body, mandate) {
  const { query, variables, operationName } = JSON.parse(body);
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  const context = { caller: mandate.caller, role: service(mandate.iss)?.role };
  return execute({
    schema,
    document,
    variableValues: variables,
    operationName,
    contextValue: context,
    fieldResolver: resolve,
    typeResolver: (value) => value.__typename,
  });
}

// ── Between services: mutual TLS, and a mandate for each request (DESIGN §6) ──────────────────────────────────────────────────────────────────
const nonce = ulid();
const seen = new Map();
const digestOf = (method, path, body) => sha256(`${method} ${path}\n${body}`, 'base64url');
/** Who calls, on whose behalf: from the service whose certificate the connection shows, for this very request, now, and once. */
async function mandateOf({ method, url, headers, socket }, body) {
  const jws = /^Mandate (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  const keyOf = ({ kid }) => createPublicKey({ key: service(kid)?.publicKey, format: 'jwk' });
  const { payload, protectedHeader } = await compactVerify(jws, keyOf, { algorithms: ['EdDSA'] });
  const mandate = JSON.parse(Buffer.from(payload).toString());
  const now = Date.now() / 1000;
  const isPeer = socket.getPeerX509Certificate()?.checkHost(mandate.iss, { subject: 'never', wildcards: false }) !== undefined;
  const isForThis = mandate.aud === own.name && mandate.nonce === nonce && mandate.digest === digestOf(method, url, body);
  const isNow = mandate.iat < now + 5 && now < Math.min(mandate.exp, mandate.iat + 30) + 5;
  for (const [id, until] of seen) if (until < now) seen.delete(id);
  if (
    protectedHeader.typ !== 'mandate+jwt' ||
    protectedHeader.kid !== mandate.iss ||
    !isPeer ||
    !isForThis ||
    !isNow ||
    seen.has(mandate.jti)
  )
    throw new Error('no mandate');
  seen.set(mandate.jti, mandate.exp + 10);
  return mandate;
}
async function respond(request, response) {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  const mandate = await mandateOf(request, body).catch(() => undefined);
  const { pathname, searchParams } = new URL(request.url, 'https://here');
  if (pathname === '/healthz') return [200, { status: 'ok' }];
  if (mandate === undefined) return [401, { error: 'UNAUTHENTICATED' }, response.setHeader('mandate-nonce', nonce)];
  if (pathname === '/graphql') return [200, await answer(body, mandate)];
  if (pathname !== '/events' || !['exchange', 'catalogue', 'audit'].includes(service(mandate.iss)?.role))
    return [403, { error: 'FORBIDDEN' }];
  const [after, first, wait] = ['after', 'first', 'wait'].map((name) => Number(searchParams.get(name)));
  for (const end = Date.now() + Math.min(wait, 20_000); feed.length <= after && Date.now() < end; ) await pause(100);
  return [200, { events: feed.slice(after, after + first) }];
}
const server = createServer({ ...tls, requestCert: true, rejectUnauthorized: true }, (request, response) => {
  respond(request, response)
    .catch((error) => [500, { error: 'INTERNAL' }, console.error(error)])
    .then(([status, said]) => response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(said)));
});

/** Asks another service, under a mandate of its own; the first time it learns the nonce of the other's run. */
async function ask(name, query, variables, known = null) {
  const body = JSON.stringify({ query, variables });
  const iat = Math.floor(Date.now() / 1000);
  const bounds = { iss: own.name, aud: name, iat, exp: iat + 30, jti: ulid(), digest: digestOf('POST', '/graphql', body), nonce: known };
  const claims = Buffer.from(JSON.stringify({ ...bounds, caller: null, record: null, operation: null, token: null }));
  const key = createPrivateKey({ key: own.privateKey, format: 'jwk' });
  const mandate = await new CompactSign(claims).setProtectedHeader({ alg: 'EdDSA', typ: 'mandate+jwt', kid: own.name }).sign(key);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Mandate ${mandate}` };
  const { response, text } = await new Promise((done, failed) => {
    const asked = call(
      `${service(name).url}/graphql`,
      { ...tls, method: 'POST', servername: name, headers, timeout: 5_000 },
      async (response) => {
        const parts = await response.toArray().catch(failed);
        done({ response, text: Buffer.concat(parts ?? []).toString() });
      },
    );
    asked
      .once('error', failed)
      .once('timeout', () => asked.destroy(new Error(`${name} does not answer`)))
      .end(body);
  });
  const told = response.headers['mandate-nonce'];
  return response.statusCode === 401 && told !== undefined && told !== known ? ask(name, query, variables, told) : JSON.parse(text);
}
/** §5.9 Nothing that is sealed is believed before the directory knows the seal; until the institution is entered there, it is asked again. */
async function announceSeal() {
  const announcement = 'mutation AnnounceSeal($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }';
  for (;;) {
    const said = await ask('directory', announcement, { input: { institution, key: jwk(seal) } }).catch((error) => ({ errors: [error] }));
    if (said.errors === undefined) return;
    console.log(`the seal is not known yet: ${said.errors[0].message}`);
    await pause(2_000);
  }
}

server.listen(port, '127.0.0.1');
await announceSeal();
console.log(
  `document ${await write({ title: 'Leave to take water from the Desna', access: 'INTERNAL' }, { source: 'Desna', amount: 1200, validTo: '2031-12-31' })}`,
);
