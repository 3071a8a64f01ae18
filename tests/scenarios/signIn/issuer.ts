import { type IssuerWorld, issuerWorld } from '../../kit/issuerWorld.ts';

/** The issuer to which all chapters go, once it is started. */
export let world: IssuerWorld;

export async function startIssuer(): Promise<void> {
  world = await issuerWorld();
}

/** How a token is shown. */
export const bearer = ({ access_token: token }: { readonly access_token: string }) => `Bearer ${token}`;
