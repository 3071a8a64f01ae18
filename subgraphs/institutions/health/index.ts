import { defineInstitution } from '@chancery/perimeter';

/** The Ministry of Health and its documents. */
export const health = defineInstitution({
  name: 'health',
  schema: new URL('./schema.graphql', import.meta.url),
  institutions: ['MOH'],
  kinds: {
    EpidemicReport: { requiredToSign: ['disease', 'region', 'periodFrom', 'periodTo', 'cases'], texts: ['measures'] },
    LicenceNotice: { requiredToSign: ['licenceNumber', 'holder', 'activity', 'validFrom'], texts: ['grounds'] },
  },
});
