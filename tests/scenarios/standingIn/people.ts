import type { Speaker } from '@chancery/circuit';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { expect } from 'vitest';
import { circuit } from '../../kit/circuitOfFile.ts';

/** An official, who speaks for his own institution unless another is named. */
export const speaker = (official: string, institution = official.slice(0, 3)): Speaker => ({
  official: parseOfficialId(official),
  institution: parseInstitutionCode(institution),
});
export const officer = speaker('JUS:r.hnatiuk');
export const secondOfficer = speaker('JUS:v.zinchenko');
export const newcomer = speaker('JUS:p.novak');
export const signatory = speaker('JUS:i.shevchuk');
export const deputyAtHome = speaker('FIN:t.rudenko');
export const deputy = speaker('FIN:t.rudenko', 'JUS');
export const auditor = speaker('JUS:d.marchuk');

/** The answer to an operation that must not meet any error. */
export async function told<Data>(by: Speaker, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await circuit.gateway.ask<Data>(query, variables, by);
  expect(errors).toEqual([]);
  return data as Data;
}

/** Sends a command that must be carried out; answers its payload. */
export async function done<Payload>(by: Speaker, name: string, input: object, selection: string): Promise<Payload> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await told<Record<string, Payload>>(by, `mutation Do($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, {
    input,
  });
  return data[name] as Payload;
}

/** Sends a command that must be refused; answers code and clause. */
export async function refused(by: Speaker, name: string, input: object): Promise<string> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const { errors } = await circuit.gateway.ask(`mutation Do($input: ${type}!) { ${name}(input: $input) { __typename } }`, { input }, by);
  return errors.map(({ extensions }) => `${extensions?.code} ${extensions?.clause}`).join(', ');
}

/** Asks for all that officials are told of themselves. */
export const meQuery = '{ me { name clearance duties { duty institution { code } to delegatedBy { name } } } }';
/** What is read of it here. */
export type Me = { readonly me: { readonly clearance: boolean; readonly duties: readonly { readonly duty: string }[] } };
/** The duties that an official is told of. */
export const dutiesOf = async (by: Speaker) => (await told<Me>(by, meQuery)).me.duties.map(({ duty }) => duty);
