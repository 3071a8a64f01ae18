import { documentId, Refusal } from '@chancery/domain';
import { callerOf, command } from '@chancery/kernel';
import { requireDutyFor } from '@chancery/policy';
import { newId } from '@chancery/trust';
import { type Card, cardEvent } from '../card.ts';
import { contentOf, type KindContent, withChanges } from '../kinds.ts';
import { loadersOf } from '../loaders.ts';
import { insertDraft } from '../tables/documents.ts';
import { type CardInput, cleanAbstract, cleanTitle } from './cardInput.ts';
import type { Command } from './command.ts';
import type { DocumentAnswer } from './onDocument.ts';

/** §4 A clerk begins a draft of a kind of the own institution: `draftCourtRuling` and its like. */
export const draftDocument =
  (kind: KindContent): Command<CardInput, DocumentAnswer> =>
  async (perimeter, input, context) => {
    const name = `draft${kind.kind}`;
    const offers = await perimeter.members.serves(callerOf(context).institution);
    const own: { answer?: DocumentAnswer; card?: Card } = {};
    const answer = await command(perimeter.db, context, { name, input }, async ({ tx, caller, now, emit }) => {
      requireDutyFor(caller, name);
      if (!offers) throw new Refusal('KIND_NOT_OFFERED');
      const { institution, official } = caller;
      const card = await insertDraft(tx, {
        id: documentId(institution, kind.kind, newId(now.getTime())),
        institution,
        kind: kind.kind,
        author: official,
        createdAt: now,
        title: cleanTitle(input.title),
        abstract: cleanAbstract(input.abstract),
        access: input.access ?? 'INTERNAL',
        documentDate: input.documentDate ?? now.toISOString().slice(0, 10),
        dueAt: input.dueAt ?? null,
        content: withChanges({}, contentOf(kind, input)),
      });
      emit(cardEvent(card));
      own.card = card;
      own.answer = { documentId: card.id };
      return own.answer;
    });
    // Of two that came with one request id the second was undone, and has the first one's answer: its own card is nobody's.
    if (own.answer === answer && own.card) loadersOf(perimeter, context).cards.prime(answer.documentId, own.card);
    return answer;
  };
