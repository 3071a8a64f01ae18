import { defineInstitution } from '@chancery/perimeter';

/** The institutions that have no server of their own: whichever the directory says live here. */
export const hosted = defineInstitution({
  name: 'hosted',
  schema: new URL('./schema.graphql', import.meta.url),
  institutions: 'hosted',
  kinds: {
    OfficialLetter: { requiredToSign: [], texts: ['body'] },
    AgencyRule: { requiredToSign: [], texts: ['body'] },
    ProposedRule: { requiredToSign: [], texts: ['body'] },
    AgencyNotice: { requiredToSign: [], texts: ['body'] },
    PresidentialDocument: { requiredToSign: [], texts: ['body'] },
  },
});
