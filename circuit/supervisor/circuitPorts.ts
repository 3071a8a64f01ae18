import { type ServiceRow, services } from '../services.ts';
import { choosePorts } from './ports.ts';

/** Where the gateway is when nobody says where. */
const USUAL_PORT = services[0].preferredPort;

/**
 * A port for each process. The others go where the gateway is put, so that two circuits on one machine keep out of each other's way, also while a
 * service is down. Throws `PortTaken` where a person has asked for a port that is taken.
 */
export const circuitPorts = (rows: readonly ServiceRow[], gatewayPort: number | undefined): Promise<ReadonlyMap<string, number>> =>
  choosePorts(
    rows.map(({ name, preferredPort }) => {
      const beside = preferredPort + (gatewayPort ?? USUAL_PORT) - USUAL_PORT;
      return { name, port: beside <= 65_535 ? beside : preferredPort, strict: name === 'gateway' && gatewayPort !== undefined };
    }),
  );

/** A line where the gateway is not where it usually is, and nobody has asked for that. */
export function otherPort(wanted: number | undefined, gatewayPort: number | undefined): readonly string[] {
  if (wanted !== undefined || gatewayPort === USUAL_PORT) return [];
  return [`Port ${USUAL_PORT} is taken by another program: the gateway is on port ${gatewayPort} now.`];
}
