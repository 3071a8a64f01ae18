import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OfficialId } from '@chancery/domain';
import { Unreachable } from '@chancery/trust';
import { type Accounts, officialIdIn } from './accounts.ts';
import type { Device, KnownDevices } from './knownDevices.ts';
import { type Passwords, TooBusy } from './passwords.ts';
import type { Attempt, SignInBounds } from './signInBounds.ts';
import type { SignInRecords } from './signInRecords.ts';

/** What a sign-in is weighed by, and where it goes on record. */
export interface Scales {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly bounds: SignInBounds;
  readonly devices: KnownDevices;
  readonly records: SignInRecords;
  /** Where somebody comes from. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** What comes of official and password: somebody signs in, the two do not fit, it is too early to try again, or it cannot be told now. */
export type Weighed =
  | { readonly is: 'in'; readonly official: OfficialId }
  | { readonly is: 'wrong'; readonly official: OfficialId | null }
  | { readonly is: 'early'; readonly official: OfficialId | null; readonly seconds: number }
  | { readonly is: 'away'; readonly official: OfficialId };

/** Who signs in. Who does gets a cookie with the answer, by which the device is known the next time. */
export async function weigh(scales: Scales, form: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<Weighed> {
  const official = officialIdIn((form.get('official') ?? '').slice(0, 80));
  const device = await scales.devices.read(request.headers.cookie);
  const attempt = { official, address: scales.addressOf(request), device: knownAs(device, official) };
  const seconds = await scales.bounds.admit(attempt);
  if (seconds > 0) return { is: 'early', official, seconds };
  if (official === null) return { is: 'wrong', official };
  try {
    const isRight = await fits(scales, official, form.get('password') ?? '');
    if (!isRight) return { is: 'wrong', official };
  } catch (error) {
    if (!(error instanceof TooBusy || error instanceof Unreachable)) throw error;
    await scales.bounds.takeBack(attempt);
    return { is: 'away', official };
  }
  await scales.bounds.forget(attempt);
  response.appendHeader('set-cookie', await scales.devices.cookieFor(device, official));
  return { is: 'in', official };
}

// Both are asked for, so that an official whom the directory does not know takes as long as one whom it knows.
async function fits({ passwords, accounts }: Scales, official: OfficialId, password: string): Promise<boolean> {
  const isRight = await passwords.match(official, password);
  const person = await accounts.findPerson(official);
  return isRight && person !== undefined;
}

const knownAs = (device: Device | null, official: OfficialId | null): Attempt['device'] =>
  device !== null && official !== null && device.officials.includes(official) ? device.id : null;
