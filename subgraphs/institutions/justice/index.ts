import { defineInstitution } from '@chancery/perimeter';

/** The Ministry of Justice and its documents. */
export const justice = defineInstitution({
  name: 'justice',
  schema: new URL('./schema.graphql', import.meta.url),
  institutions: ['JUS'],
  kinds: {
    CourtRuling: { requiredToSign: ['caseNumber', 'court', 'ruledOn'], texts: ['disposition'] },
    LegalOpinion: { requiredToSign: [], texts: ['question', 'opinion'] },
  },
});
