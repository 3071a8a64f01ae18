import { entitiesServed } from '../cards/serve.ts';
import { merge } from '../data/merge.ts';
import { objectsAt, placesIn } from '../data/placesIn.ts';
import { type Representation, representOf } from '../entities/represent.ts';
import { rewriteOf } from '../entities/rewrite.ts';
import type { OneServer, Perimeters } from '../place.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import { onlyTypeIn } from '../planning/knownTypeNames.ts';
import { entityQuestion } from '../post/entityQuestion.ts';
import type { Letter, LetterPaper, Reader } from '../post/letter.ts';
import type { Graph } from './program.ts';
import type { Run, Step } from './step.ts';

type Fields = Record<string, unknown>;

/** Asks about entities that earlier steps have found: each once, at the server that answers for it. */
export function entitiesStep({ fetch, paths }: JoinedFetch, { types, cards, questions }: Graph, place: OneServer | Perimeters): Step {
  const rewrites = { input: rewriteOf(fetch.inputRewrites, types), output: rewriteOf(fetch.outputRewrites, types) };
  const represent = representOf(fetch.requires ?? [], types, rewrites.input);
  const only = onlyTypeIn(fetch.requires ?? []);
  const question = entityQuestion(fetch.operation, fetch.outputRewrites);
  // What is called otherwise on the way is not looked for in other answers.
  const isPlain = rewrites.input === null && rewrites.output === null;
  if (isPlain) questions.add(fetch.serviceName, question);
  const paper: LetterPaper = {
    question,
    types,
    rewrite: rewrites.output,
    isOfInstitutions: place.kind === 'perimeters' || place.institution,
    serve: place.kind === 'perimeters' && cards !== null ? entitiesServed(fetch.operation, cards, types) : null,
    isKept: () => questions.isHolder(question),
  };
  const serverOf = addressOf(place);
  return (run) => {
    const mail = new Mail(run, paper, paths);
    const holders = questions.holdersOf(question);
    const late: Late[] = [];
    const targets: Fields[] = [];
    for (const path of paths) objectsAt(run.data, path, targets);
    for (const target of targets) {
      const representation = represent(target);
      const key = representation?.keyOf(target) ?? null;
      if (representation === null || key === null) continue;
      if ((target.__typename ?? only) === 'Document' && typeof target.id === 'string') run.post.office.note(target.id);
      const server = serverOf(target);
      if (typeof server !== 'string') late.push({ server, target, key, representation });
      else {
        const known = holders.length === 0 ? undefined : run.recall.find(server, holders, representation.kind, key, question);
        if (known === undefined) mail.put(server, target, key, representation);
        else merge(target, known, types, true);
      }
    }
    if (late.length === 0) return mail.answered();
    return Promise.all([mail.answered(), postLate(new Mail(run, paper, paths), late)]).then(() => undefined);
  };
}

/** An entity whose server has to be looked for. */
interface Late {
  readonly server: Promise<string>;
  readonly target: Fields;
  readonly key: string;
  readonly representation: Representation;
}

/** In letters of their own: by the time that all are found, those of the others have gone. */
async function postLate(mail: Mail, late: readonly Late[]): Promise<void> {
  const servers = await Promise.allSettled(late.map(({ server }) => server));
  for (const [i, { target, key, representation }] of late.entries()) {
    const found = servers[i];
    if (found?.status === 'fulfilled') mail.put(found.value, target, key, representation);
    else mail.refuse(target, found?.reason);
  }
  await mail.answered();
}

/** The server that answers for an entity; looked for where the institution in its id is not known yet. */
function addressOf(place: OneServer | Perimeters): (entity: Fields) => string | Promise<string> {
  if (place.kind === 'server') return () => place.server;
  return ({ id }) => {
    try {
      const answerer = place.institutions.ofEntity(id);
      return answerer instanceof Promise ? answerer.then(({ server }) => server) : answerer.server;
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** The letters of one fetch, and what it reads in each. */
class Mail {
  readonly #run: Run;
  readonly #paper: LetterPaper;
  readonly #paths: JoinedFetch['paths'];
  readonly #byServer = new Map<string, { readonly letter: Letter; readonly reader: Reader; readonly answered: Promise<void> }>();

  constructor(run: Run, paper: LetterPaper, paths: JoinedFetch['paths']) {
    this.#run = run;
    this.#paper = paper;
    this.#paths = paths;
  }

  put(server: string, target: Fields, key: string, representation: Representation): void {
    const { letter, reader } = this.#byServer.get(server) ?? this.#begin(server);
    reader.targets.push(target);
    reader.entities.push(letter.add(target, key, representation));
  }

  /** Nobody answers for it. */
  refuse(target: Fields, error: unknown): void {
    const place = placesIn(this.#run.data, this.#paths, new Set([target])).get(target) ?? [];
    this.#run.errors.push(this.#run.post.office.missing(error, place, null));
  }

  answered(): Promise<void> | undefined {
    const waiting = [...this.#byServer.values()].map((each) => each.answered);
    return waiting.length < 2 ? waiting[0] : Promise.all(waiting).then(() => undefined);
  }

  #begin(server: string) {
    const { letter, answered } = this.#run.post.letterTo(server, this.#run, this.#paper);
    const reader: Reader = { targets: [], entities: [], paths: this.#paths };
    letter.readers.push(reader);
    const begun = { letter, reader, answered };
    this.#byServer.set(server, begun);
    return begun;
  }
}
