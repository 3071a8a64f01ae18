import { importedCard, parseInstitutionCode } from '@chancery/domain';
import type { LoadSource } from './loaded.ts';
import { readAt, Unusable } from './readFiles.ts';

/**
 * Throws `Unusable` where a document is none that can be entered, or another one stands under the same reference: before anything is entered, for
 * what a perimeter refuses would be missing beside the rest.
 */
export function requireUsable({ documents }: LoadSource): void {
  const before = new Map<string, { readonly at: string; readonly text: string }>();
  for (const { at, institution, document } of documents) {
    readAt(at, () => importedCard(parseInstitutionCode(institution), document));
    const [reference, text] = [`${institution} ${document.reference}`, JSON.stringify(document)];
    const other = before.get(reference);
    if (other !== undefined && other.text !== text)
      throw new Unusable(at, `${document.reference} stands at ${other.at} already, and says something else there.`);
    before.set(reference, { at, text });
  }
}
