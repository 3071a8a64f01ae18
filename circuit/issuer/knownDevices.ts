import { randomUUID } from 'node:crypto';
import type { OfficialId } from '@chancery/domain';
import { errors, jwtVerify, SignJWT } from 'jose';

const cookie = 'chancery_device';
const audience = 'chancery-device';
const keptDays = 90;
/** Of those who signed in on one device, the last ones are known there. */
const mostOfficials = 5;

/** A device as its own cookie tells of it. */
export interface Device {
  readonly id: string;
  /** Who has signed in on it, the last one first. */
  readonly officials: readonly string[];
}

/** Tells a device on which an official has signed in from a stranger's, by a signed cookie. It opens nothing: it says whom not to make wait for others' tries. */
export class KnownDevices {
  readonly #keys: readonly Uint8Array[];

  /** The first secret signs, all are believed. */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => new TextEncoder().encode(secret));
  }

  /** The device that asks; null where nobody has signed in on it, or not within the last three months. */
  async read(cookies: string | undefined): Promise<Device | null> {
    const token = cookies?.match(/(?:^|; ?)chancery_device=([\w.-]{1,2000})(?:;|$)/)?.[1];
    if (token === undefined) return null;
    for (const key of this.#keys) {
      const device = await deviceIn(token, key);
      if (device !== null) return device;
    }
    return null;
  }

  /** The cookie for a device on which an official has just signed in. */
  async cookieFor(device: Device | null, official: OfficialId): Promise<string> {
    const officials = [official, ...(device?.officials ?? []).filter((each) => each !== official)].slice(0, mostOfficials);
    const [key] = this.#keys;
    if (key === undefined) throw new Error('The issuer has no secret that signs cookies.');
    const token = await new SignJWT({ officials })
      .setProtectedHeader({ alg: 'HS256' })
      .setJti(device?.id ?? randomUUID())
      .setAudience(audience)
      .setExpirationTime(`${keptDays} days`)
      .sign(key);
    return `${cookie}=${token}; Path=/sign-in; Max-Age=${keptDays * 86_400}; Secure; HttpOnly; SameSite=Strict`;
  }
}

async function deviceIn(token: string, key: Uint8Array): Promise<Device | null> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], audience, requiredClaims: ['jti', 'exp'] });
    const officials = Array.isArray(payload.officials) ? payload.officials.filter((each) => typeof each === 'string') : [];
    return { id: payload.jti ?? '', officials };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
