import { type Desk, demoCast, dispatch, draft, type GatewayClient, register, registerConsignment, settled, sign } from '@chancery/circuit';

/** The steps of one whole exchange, in their order. */
export const steps = ['draft', 'sign', 'register', 'dispatch', 'deliver', 'receive'] as const;
export type Step = (typeof steps)[number];

/** Who writes what to whom: every institution sends and receives. */
const ways = [
  {
    from: 'JUS',
    kind: 'LegalOpinion',
    to: 'FIN',
    content: { question: 'May the sum be carried over?', opinion: 'It may, within the programme.' },
  },
  {
    from: 'FIN',
    kind: 'BudgetRequest',
    to: 'MOH',
    content: { programme: '2301010', fiscalYear: 2027, amount: '1250000.00', currency: 'EUR', purpose: 'Vaccines' },
  },
  {
    from: 'MOH',
    kind: 'EpidemicReport',
    to: 'JUS',
    content: { disease: 'Influenza', region: 'North', periodFrom: '2026-01-01', periodTo: '2026-01-31', cases: 120 },
  },
] as const;

let begun = 0;

/** One document from draft to the recipient's register, through the gateway; answers how long each step took, in milliseconds. */
export async function wholeExchange(client: GatewayClient): Promise<Readonly<Record<Step, number>>> {
  const number = begun++;
  const { from, kind, to, content } = ways[number % ways.length] ?? ways[0];
  const desk: Desk = { client, cast: demoCast, requests: `bench:${process.pid}:${number}` };
  const took: Partial<Record<Step, number>> = {};
  const timed = async <T>(step: Step, run: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await run();
    took[step] = performance.now() - began;
    return result;
  };
  const id = await timed('draft', () => draft(desk, from, kind, { title: `Exchange ${number}`, ...content }));
  await timed('sign', () => sign(desk, from, id));
  await timed('register', () => register(desk, from, id));
  const [sent] = await timed('dispatch', () => dispatch(desk, from, id, [to]));
  if (!sent) throw new Error('The dispatch has no consignment.');
  const state = await timed('deliver', () => settled(client, demoCast(from, 'REGISTRAR'), sent.id));
  if (state !== 'DELIVERED') throw new Error(`The consignment is ${state}.`);
  await timed('receive', () => registerConsignment(desk, sent));
  return took as Record<Step, number>;
}
