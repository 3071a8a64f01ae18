import { type Answer, demoCast, GatewayClient, officialSeeds, readIssuerKey, settled, tokenSource } from '@chancery/circuit';
import type { Duty } from '@chancery/domain';
import { anOpinion } from './builders.ts';
import { Canaries } from './canaries.ts';
import type { ProcessCircuit } from './processes.ts';

/** One operation that went through the gateway. */
export interface TracedStep {
  readonly name: string;
  /** What it must be called in the audit trail: a mutation by its command, a query by its name. */
  readonly act: string;
  /** What `x-trace-id` said. */
  readonly traceId: string;
  readonly code: string | undefined;
}

/** The ids of a document that was sent to one institution. */
export interface SentLetter {
  readonly documentId: string;
  readonly dispatchId: string;
  readonly consignmentId: string;
}

/** An exchange whose every text is a canary, and what is known of its operations. */
export class TracedExchange {
  readonly canaries = new Canaries();
  readonly steps: TracedStep[] = [];
  readonly #circuit: ProcessCircuit;
  readonly #client: GatewayClient;

  constructor(circuit: ProcessCircuit) {
    this.#circuit = circuit;
    for (const { id, name } of officialSeeds) {
      this.canaries.add(`name of ${id}`, name);
      this.canaries.add(`id of ${id}`, id);
    }
    this.#client = new GatewayClient(circuit.ready().graphql, this.#tokens(circuit));
  }

  /** The step of an operation; the last one, where it ran twice. */
  step(name: string): TracedStep {
    const step = this.steps.findLast((each) => each.name === name);
    if (step === undefined) throw new Error(`${name} did not run.`);
    return step;
  }

  /** Sends an operation, and keeps its trace under the operation's name. */
  async ask<Data>(institution: string, duty: Duty, operation: string, variables: object): Promise<Answer<Data>> {
    // A stranger's words that come with a trace are not carried on (Trace Context §5).
    const headers = { tracestate: `vendor=${this.canaries.in('tracestate').replaceAll(' ', '-')}`, baggage: this.canaries.in('baggage') };
    this.canaries.add('tracestate as sent', headers.tracestate);
    const answer = await this.#client.ask<Data>(operation, variables, demoCast(institution, duty), headers);
    const name = /(?:mutation|query) (\w+)/.exec(operation)?.[1] ?? 'unnamed';
    const command = /^\s*mutation[^{]*\{\s*(\w+)/.exec(operation)?.[1];
    this.steps.push({
      name,
      act: command ?? `query ${name}`,
      traceId: answer.headers.get('x-trace-id') ?? '',
      code: answer.errors[0]?.extensions?.code,
    });
    return answer;
  }

  /** Sends one mutation of the standard, named `Do` and what it does. */
  async act<Payload>(institution: string, duty: Duty, field: string, input: object, selection: string): Promise<Payload | undefined> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const operation = `mutation Do${name}($input: ${name}Input!) { ${field}(input: $input) { ${selection} } }`;
    const { data } = await this.ask<Record<string, Payload>>(institution, duty, operation, { input });
    return data?.[field];
  }

  /** Drafts, signs, registers and dispatches an opinion of the Ministry of Justice. */
  async send(to: string): Promise<SentLetter> {
    const drafted = await this.act<{ document: { id: string } }>('JUS', 'CLERK', 'draftLegalOpinion', this.#opinion(), opinion);
    const documentId = drafted?.document.id ?? '';
    await this.act('JUS', 'SIGNATORY', 'signDocument', { documentId }, 'document { title signatures { name } }');
    await this.act('JUS', 'REGISTRAR', 'registerDocument', { documentId }, `outgoingNumber ${opinion}`);
    const dispatching = 'dispatch { id consignments { id state } }';
    const sent = await this.act<Dispatched>('JUS', 'REGISTRAR', 'dispatchDocument', { documentId, to: [to] }, dispatching);
    return { documentId, dispatchId: sent?.dispatch.id ?? '', consignmentId: sent?.dispatch.consignments[0]?.id ?? '' };
  }

  /** Waits for its delivery; what it asks meanwhile is no step. */
  delivered(consignmentId: string): Promise<string> {
    return settled(this.#circuit.gateway, demoCast('JUS', 'REGISTRAR'), consignmentId);
  }

  #opinion(): object {
    const place = (name: string): string => this.canaries.in(name);
    return anOpinion({
      title: place('title'),
      abstract: place('abstract'),
      question: place('content'),
      opinion: place('opinion'),
      legalBasis: [place('list in content')],
      requestedBy: `${place('mailbox')}@ministry.example`,
    });
  }

  #tokens(circuit: ProcessCircuit): ReturnType<typeof tokenSource> {
    const issuer = readIssuerKey(circuit.home);
    if (!issuer) throw new Error('The circuit has no token issuer.');
    const source = tokenSource(issuer);
    return async (official, institution) => {
      const token = await source(official, institution);
      for (const [at, part] of token.split('.').entries()) this.canaries.add(`token of ${official}, part ${at}`, part);
      return token;
    };
  }
}

interface Dispatched {
  readonly dispatch: { readonly id: string; readonly consignments: readonly { readonly id: string }[] };
}

const opinion = 'document { id title abstract author { name } content { ... on LegalOpinion { question opinion requestedBy } } }';
