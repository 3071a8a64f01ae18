import { entitiesServed } from '../cards/serve.ts';
import { merge } from '../data/merge.ts';
import { objectsAt } from '../data/placesIn.ts';
import { recollectOf } from '../entities/atHand.ts';
import { representOf } from '../entities/represent.ts';
import { rewriteOf } from '../entities/rewrite.ts';
import type { OneServer, Perimeters } from '../place.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import { onlyTypeIn } from '../planning/knownTypeNames.ts';
import { entityQuestion } from '../post/entityQuestion.ts';
import type { LetterPaper } from '../post/letter.ts';
import { type Entity, Mail } from './mail.ts';
import type { Graph } from './program.ts';
import type { Step } from './step.ts';

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
  const recollect = isPlain && place.kind === 'server' ? recollectOf(fetch.operation, place.atHand ?? [], types) : null;
  const serverOf = addressOf(place);
  return (run) => {
    const mail = new Mail(run, paper, paths, questions.holdersOf(question));
    const late: Late[] = [];
    const targets: Fields[] = [];
    for (const path of paths) objectsAt(run.data, path, targets);
    for (const target of targets) {
      const representation = represent(target);
      const key = representation?.keyOf(target) ?? null;
      if (representation === null || key === null) continue;
      if ((target.__typename ?? only) === 'Document' && typeof target.id === 'string') run.post.office.note(target.id);
      const known = recollect?.(key, representation.kind) ?? null;
      if (known !== null) {
        merge(target, known, types, true);
        continue;
      }
      const entity = { target, key, representation };
      const server = serverOf(target);
      if (typeof server === 'string') mail.ask(server, entity);
      else late.push({ server, entity });
    }
    if (late.length === 0) return mail.answered();
    return Promise.all([mail.answered(), askLater(mail.another(), late)]).then(() => undefined);
  };
}

/** An entity whose server has to be looked for. */
interface Late {
  readonly server: Promise<string>;
  readonly entity: Entity;
}

/** In letters of their own: by the time that all servers are known, those of the others have gone. */
async function askLater(mail: Mail, late: readonly Late[]): Promise<void> {
  const servers = await Promise.allSettled(late.map(({ server }) => server));
  for (const [i, { entity }] of late.entries()) {
    const found = servers[i];
    if (found?.status === 'fulfilled') mail.ask(found.value, entity);
    else mail.refuse(entity, found?.reason);
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
