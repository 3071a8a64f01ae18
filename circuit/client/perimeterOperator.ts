import { type DirectoryChanges, type InstitutionEntry, ServiceClient, type ServiceIdentity, type ServiceRegistry } from '@chancery/trust';

const timeoutMs = 30_000;
/** A server may have very many files. */
const fileTimeoutMs = 600_000;
const changes = 'query DirectoryChanges($after: Int!, $first: Int!) { directoryChanges(after: $after, first: $first) }';
const sealRenewal = 'mutation RenewSeal($input: RenewSealInput!) { renewSeal(input: $input) { seal at endorsed } }';
const keyRenewal = 'mutation RenewOfficialKeys($input: RenewOfficialKeysInput!) { renewOfficialKeys(input: $input) { renewed } }';

const fileKeyRenewal = 'mutation RenewFileKeys($input: RenewFileKeysInput!) { renewFileKeys(input: $input) { renewed key } }';

/** A seal that has taken the place of an earlier one. */
export interface NewSeal {
  /** Its thumbprint (RFC 7638); null where the institution has none yet. */
  readonly seal: string | null;
  /** Since when the earlier ones seal nothing any more. */
  readonly at: string | null;
  /** How many officials' keys it has endorsed anew. */
  readonly endorsed: number | null;
}

/** What the circuit's operator asks of the perimeters. Every call throws `Unreachable` where it gets no answer, or what was refused. */
export class PerimeterOperator {
  readonly #client: ServiceClient;

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#client = new ServiceClient(identity, registry);
  }

  /** Who takes part, by the directory's word, in the order of the codes. */
  async institutions(): Promise<readonly InstitutionEntry[]> {
    const found = new Map<string, InstitutionEntry>();
    for (let after = 0, more = true; more; ) {
      const answer = await this.#client.ask<{ directoryChanges: DirectoryChanges }>('directory', changes, { after, first: 500 });
      for (const institution of answer.directoryChanges.institutions) found.set(institution.code, institution);
      ({ version: after, more } = answer.directoryChanges);
    }
    return [...found.values()].filter(({ left }) => !left).toSorted((one, other) => one.code.localeCompare(other.code));
  }

  /** Has a new seal made for an institution. */
  async renewSeal({ code, server }: InstitutionEntry, revokedSince: Date | null): Promise<NewSeal> {
    const input = { institution: code, revokedSince };
    return (await this.#client.ask<{ renewSeal: NewSeal }>(server, sealRenewal, { input }, { timeoutMs })).renewSeal;
  }

  /** Has new keys made for the officials of an institution whose keys a server holds; answers how many. */
  async renewOfficialKeys({ code, server }: InstitutionEntry): Promise<number> {
    const input = { institution: code };
    const answer = await this.#client.ask<{ renewOfficialKeys: { renewed: number } }>(server, keyRenewal, { input }, { timeoutMs });
    return answer.renewOfficialKeys.renewed;
  }

  /** Has the files at an institution's server brought under the newest of its keys; answers how many there were, and which key it is. */
  async renewFileKeys({ code, server }: InstitutionEntry): Promise<{ readonly renewed: number; readonly key: string }> {
    const variables = { input: { institution: code } };
    type Answer = { renewFileKeys: { renewed: number; key: string } };
    return (await this.#client.ask<Answer>(server, fileKeyRenewal, variables, { timeoutMs: fileTimeoutMs })).renewFileKeys;
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#client.close();
  }
}
