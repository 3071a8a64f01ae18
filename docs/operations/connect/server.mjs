// The server of an institution with a system of its own, in one file: what of the perimeter standard every member must offer, and nothing else.
// Node 20 or later, and two packages: npm install graphql@16 jose@6. Run it by: node server.mjs FOLDER
//
// FOLDER holds what the exchange has given to the institution: identity.json (its server's name and key), server.crt, server.key, trusted.pem,
// services.json (who else there is), perimeter.graphql (the standard); and what is its own: schema.graphql (its kinds), settings.json.
// Everything is kept in memory here: a real system keeps documents, copies, the feed and the keys in its database.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as call, createServer } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildASTSchema, execute, GraphQLError, parse, validate } from 'graphql';
import { CompactSign, compactVerify } from 'jose';

const read = (name) => readFileSync(join(process.argv[2], name), 'utf8');
const { institution, port, official } = JSON.parse(read('settings.json')); // { "institution": "WAT", "port": 4100, "official": { "id": "WAT:i.koval", "name": "Iryna Koval" } }
const { name: ownName, privateKey } = JSON.parse(read('identity.json'));
const ownKey = createPrivateKey({ key: privateKey, format: 'jwk' }); // Ed25519, for mandates
// Both are read anew each time: certificates end after 30 days, services move and change their keys.
const tls = () => ({ cert: read('server.crt'), key: read('server.key'), ca: read('trusted.pem'), minVersion: 'TLSv1.3' });
const service = (name) => JSON.parse(read('services.json')).find((each) => each.name === name);

// ── What is kept ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
const documents = new Map(); // its own, by id: { bundle, readers, revision }
const copies = new Map(); // what it was sent, by the consignment's id: { bundle, receipt, state, incomingNumber, registeredAt }
const feed = []; // what happened here, for those who follow

// ── Keys: the institution seals, an official signs; the seal stands under the official's key (§5.1) ───────────────────────────────────────────
const seal = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pen = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = ({ publicKey }) => publicKey.export({ format: 'jwk' });
const signed = (claims, header, key) => new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
const sealed = (typ, claims) => signed(claims, { alg: 'ES256', kid: institution, typ }, seal.privateKey);
const seconds = () => Math.floor(Date.now() / 1000);
const sha256 = (text, encoding) => createHash('sha256').update(text).digest(encoding);
/** RFC 8785: the one text of a JSON value that is signed and digested. */
const canonical = (value) => JSON.stringify(value, (_, part) => (Object(part) !== part || Array.isArray(part) ? part : inOrder(part)));
const inOrder = (part) => Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
/** A ULID: 48 bits of time and 80 of chance, five bits a letter. */
function ulid() {
  const bits = BigInt(`0x${Date.now().toString(16)}${randomBytes(10).toString('hex')}`);
  return Array.from({ length: 26 }, (_, place) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[(bits >> BigInt(125 - 5 * place)) & 31n]).join('');
}
/** A document that was written, signed and registered in the institution's own system. */
async function write(card, content) {
  const [documentId, now] = [`${institution}:WaterPermit:${ulid()}`, new Date().toISOString()];
  const left = { version: 1, abstract: null, dueAt: null, documentDate: now.slice(0, 10) };
  const part = { documentId, institution, kind: 'WaterPermit', ...left, ...card, content };
  const claim = { official: official.id, name: official.name, duty: 'SIGNATORY', signedAt: now, digest: sha256(canonical(part), 'hex') };
  const value = sign('sha256', Buffer.from(canonical(claim)), { key: pen.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const endorsement = await sealed('endorsement+jwt', { iss: institution, sub: official.id, iat: seconds(), cnf: { jwk: jwk(pen) } });
  const outgoingNumber = `${institution}-${now.slice(0, 4)}/${String(documents.size + 1).padStart(6, '0')}`;
  const bundle = { signed: part, signatures: [{ ...claim, value, endorsement }], outgoingNumber, registeredAt: now };
  documents.set(documentId, { bundle, readers: [], revision: 0 });
  tellCard(documentId, 'registerDocument');
  return documentId;
}

// ── The feed: every document that is registered or released, and every consignment that is registered or refused ─────────────────────────────
function tell(name, payload) {
  const act = { name, official: official.id, institution, duties: ['REGISTRAR'], traceId: randomBytes(16).toString('hex') };
  feed.push({ id: ulid(), position: feed.length + 1, at: new Date().toISOString(), act, payload });
}
function tellCard(documentId, act) {
  const document = documents.get(documentId);
  const { signed: part, outgoingNumber, registeredAt } = document.bundle;
  const { kind, access, documentDate } = part;
  const { title, abstract } = access === 'RESTRICTED' ? { title: null, abstract: null } : part; // these never leave the perimeter this way
  const card = { kind, status: 'REGISTERED', access, title, abstract, documentDate, outgoingNumber, registeredAt, createdAt: registeredAt };
  tell(act, { type: 'document', documentId, institution, ...card, readers: document.readers, revision: ++document.revision });
}
function tellIntake(consignmentId) {
  const { state, registeredAt, bundle } = copies.get(consignmentId);
  const subject = { type: 'intake', consignmentId, documentId: bundle.signed.documentId, institution };
  tell('registerConsignment', { ...subject, state, registeredAt, decision: null, decidedOn: null, revision: 1 });
}

// ── What is answered ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
const refuse = (code, clause, message) => {
  throw new GraphQLError(message, { extensions: { code, clause } });
};
const unknown = () => refuse('DOCUMENT_NOT_FOUND', '3.1', 'There is no such document that you may know of.');
const onlyExchange = ({ role }) => role === 'exchange' || refuse('UNAUTHENTICATED', '2.1', 'Sign in: send a valid bearer token.');
const isOwn = (caller) => caller?.institution === institution;
const mayRead = (caller, { bundle: { signed: part }, readers }) =>
  caller !== null &&
  (part.access === 'PUBLIC' || isOwn(caller) || readers.includes(caller.institution)) &&
  (part.access !== 'RESTRICTED' || caller.clearance);
const named = (id) => ({ __typename: 'Official', id });
function cardOf(id, { caller }) {
  if (!documents.has(id) || !mayRead(caller, documents.get(id))) return null;
  const { signed: part, signatures, outgoingNumber, registeredAt } = documents.get(id).bundle;
  const registration = { status: 'REGISTERED', origin: 'EXCHANGE', outgoingNumber, registeredAt, createdAt: registeredAt };
  const people = { author: named(official.id), signatures: signatures.map((each) => ({ ...each, official: named(each.official) })) };
  const parties = { institution: { __typename: 'Institution', code: institution }, jointInstitutions: [] };
  return { __typename: 'Document', id, ...part, ...registration, ...people, ...parties };
}
const entities = {
  Document: cardOf,
  WaterPermit: (id, context) => cardOf(id, context) && { __typename: 'WaterPermit', id, ...documents.get(id).bundle.signed.content },
  Consignment: (id, { caller }) =>
    isOwn(caller) && copies.get(id)?.state === 'REGISTERED' ? { __typename: 'Consignment', id, ...copies.get(id), copy: null } : null,
};
const offered = {
  _entities: ({ representations }, context) => representations.map(({ __typename, id }) => entities[__typename]?.(id, context) ?? null),
  document: ({ id }, context) => cardOf(id, context) ?? unknown(),
  /** §7.6 To whom it goes is written down before it goes. The same dispatch again gets the same. */
  releaseDocument({ input: { documentId, to } }, context) {
    onlyExchange(context);
    const document = documents.get(documentId);
    if (document === undefined || !isOwn(context.caller)) unknown();
    if (!context.caller.duties.includes('REGISTRAR')) refuse('DUTY_REQUIRED', '2.3', 'You hold no duty that gives this right.');
    document.readers = [...new Set([...document.readers, ...to])];
    tellCard(documentId, 'releaseDocument');
    return { bundle: document.bundle };
  },
  /** §7.8 Kept as pending, and a receipt under the seal; the same consignment again gets the first receipt. */
  async acceptDelivery({ input: { consignmentId, dispatchId, bundle } }, context) {
    onlyExchange(context);
    if (copies.has(consignmentId)) {
      // Who brings it again may have lost what was told before.
      if (copies.get(consignmentId).state === 'REGISTERED') tellIntake(consignmentId);
      return { receipt: copies.get(consignmentId).receipt };
    }
    const said = { documentId: bundle.signed.documentId, digest: sha256(canonical(bundle.signed), 'hex') };
    const claims = { consignmentId, dispatchId, institution, ...said, receivedAt: new Date().toISOString() };
    const receipt = { claims, jws: await sealed('receipt+jwt', claims) };
    copies.set(consignmentId, { bundle, receipt, state: 'PENDING', incomingNumber: null, registeredAt: null });
    return { receipt };
  },
  /** The exchange has committed the delivery, or given it up. This system registers what it was sent at once; another one lets a registrar do it. */
  settleDelivery({ input: { consignmentId, delivered } }, context) {
    onlyExchange(context);
    const copy = copies.get(consignmentId);
    if (!delivered) copies.delete(consignmentId);
    if (!delivered || copy?.state !== 'PENDING') return { settled: !delivered || copy !== undefined };
    const incomingNumber = `${institution}-in/${[...copies.values()].filter(({ state }) => state === 'REGISTERED').length + 1}`;
    Object.assign(copy, { state: 'REGISTERED', registeredAt: new Date().toISOString(), incomingNumber });
    tellIntake(consignmentId);
    console.log(`received ${consignmentId} ${copy.bundle.signed.title}`);
    return { settled: true };
  },
  noteClosure: (_, context) => onlyExchange(context) && { noted: true },
};

// The standard, with what is the institution's own; what both define counts once. Directives are for who composes.
const federation = `scalar _Any union _Entity = ${Object.keys(entities).join(' | ')}
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
const [standard, ...others] = [read('perimeter.graphql'), read('schema.graphql'), federation].map((text) => parse(text).definitions);
const known = new Set(standard.map((node) => node.name?.value));
const added = others.flat().filter((node) => node.name !== undefined && (node.kind.endsWith('Extension') || !known.has(node.name.value)));
const schema = buildASTSchema({ kind: 'Document', definitions: [...standard, ...added] }, { assumeValidSDL: true });
const typeResolver = ({ __typename }) => __typename;
const notOffered = { code: 'NOT_OFFERED', clause: '1.2' };
/** What is not offered is refused, and says so: nobody waits for it. */
function fieldResolver(source, args, context, { parentType, fieldName }) {
  if (parentType !== schema.getQueryType() && parentType !== schema.getMutationType()) return source[fieldName];
  const field = Object.hasOwn(offered, fieldName) ? offered[fieldName] : undefined;
  return field?.(args, context) ?? refuse(notOffered.code, notOffered.clause, 'The institution does not offer this here.');
}
function answer(body, { caller, iss }) {
  const { query, variables: variableValues, operationName } = JSON.parse(body);
  const [document, contextValue] = [parse(query), { caller, role: service(iss)?.role }];
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  return execute({ schema, document, variableValues, operationName, contextValue, fieldResolver, typeResolver });
}

// ── Between services: mutual TLS, and a mandate for each request (DESIGN §6) ──────────────────────────────────────────────────────────────────
const nonce = ulid(); // of this run
const seen = new Map(); // until when each mandate that was used could be used again
const digestOf = (method, path, body) => sha256(`${method} ${path}\n${body}`, 'base64url');
const textOf = async (message) => (await message.setEncoding('utf8').toArray()).join('');
/** Who calls, on whose behalf: from the service whose certificate the connection shows, for this very request, now, and once. */
async function mandateOf({ method, url, headers, socket }, body) {
  const [, jws = ''] = /^Mandate (.+)$/.exec(headers.authorization ?? '') ?? [];
  const keyOf = ({ kid }) => createPublicKey({ key: service(kid)?.publicKey, format: 'jwk' });
  const { payload, protectedHeader } = await compactVerify(jws, keyOf, { algorithms: ['EdDSA'] });
  const mandate = JSON.parse(Buffer.from(payload).toString());
  const now = seconds();
  const isPeer = socket.getPeerX509Certificate()?.checkHost(mandate.iss, { subject: 'never', wildcards: false }) !== undefined;
  const isByPeer = isPeer && protectedHeader.typ === 'mandate+jwt' && protectedHeader.kid === mandate.iss;
  const isForThis = mandate.aud === ownName && mandate.nonce === nonce && mandate.digest === digestOf(method, url, body);
  const isNow = mandate.iat < now + 5 && now < Math.min(mandate.exp, mandate.iat + 30) + 5;
  for (const [id, until] of seen) if (until < now) seen.delete(id);
  if (!isByPeer || !isForThis || !isNow || seen.has(mandate.jti)) throw new Error('no mandate');
  seen.set(mandate.jti, mandate.exp + 10);
  return mandate;
}
async function respond(request, response) {
  const body = await textOf(request);
  const { pathname, searchParams } = new URL(request.url, 'https://here');
  if (pathname === '/healthz') return [200, { status: 'ok' }];
  const mandate = await mandateOf(request, body).catch(() => undefined);
  if (mandate === undefined) return [401, { error: 'UNAUTHENTICATED' }, response.setHeader('mandate-nonce', nonce)];
  if (pathname === '/graphql') return [200, await answer(body, mandate)];
  // Files and exports are not offered here: said so, nobody waits for them.
  if (['/files', '/exports'].includes(pathname)) return [404, { errors: [{ message: 'Not offered here.', extensions: notOffered }] }];
  const isFollower = ['exchange', 'catalogue', 'audit'].includes(service(mandate.iss)?.role);
  if (pathname !== '/events' || !isFollower) return [403, { error: 'FORBIDDEN' }];
  const [after, first, wait] = ['after', 'first', 'wait'].map((name) => Number(searchParams.get(name)));
  for (const end = Date.now() + Math.min(wait, 20_000); feed.length <= after && Date.now() < end; ) await pause(100);
  return [200, { events: feed.slice(after, after + first) }];
}
/** A new certificate is shown as soon as it lies there; while it and its key do not fit together yet, the one before. */
const renewed = async () => server.setSecureContext(tls());
const json = { 'content-type': 'application/json; charset=utf-8' };
const server = createServer({ ...tls(), requestCert: true, rejectUnauthorized: true }, (request, response) =>
  respond(request, response)
    .catch((error) => [500, { error: 'INTERNAL' }, console.error(error)])
    .then(([status, said]) => response.writeHead(status, json).end(JSON.stringify(said))),
);
/** Asks another service, under a mandate of its own; the first time it learns the nonce of the other's run. */
async function ask(name, query, variables, known) {
  const body = JSON.stringify({ query, variables });
  const iat = seconds();
  const bounds = { iss: ownName, aud: name, iat, exp: iat + 30, jti: ulid(), digest: digestOf('POST', '/graphql', body) };
  const claims = { ...bounds, nonce: known ?? null, caller: null, record: null, operation: null, token: null };
  const mandate = await signed(claims, { alg: 'EdDSA', typ: 'mandate+jwt', kid: ownName }, ownKey);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Mandate ${mandate}` };
  const options = { ...tls(), method: 'POST', servername: name, headers, signal: AbortSignal.timeout(5_000) };
  const [response] = await once(call(`${service(name).url}/graphql`, options).end(body), 'response');
  const told = response.headers['mandate-nonce'];
  const said = JSON.parse(await textOf(response));
  return response.statusCode === 401 && told !== known ? ask(name, query, variables, told) : said;
}
/** §5.9 Nothing that is sealed is believed before the directory knows the seal; until the institution is entered there, it is asked again. */
async function announceSeal() {
  const announcement = 'mutation AnnounceSeal($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }';
  const said = await ask('directory', announcement, { input: { institution, key: jwk(seal) } }).catch((error) => ({ errors: [error] }));
  if (said.errors === undefined) return;
  console.log(`the seal is not known yet: ${said.errors[0].message}`);
  await pause(2_000).then(announceSeal);
}

server.listen(port, '127.0.0.1');
setInterval(() => renewed().catch(() => undefined), 1_000).unref();
await announceSeal();
const permit = { source: 'Desna', amount: 1200, validTo: '2031-12-31' };
console.log(`document ${await write({ title: 'Leave to take water from the Desna', access: 'INTERNAL' }, permit)}`);
