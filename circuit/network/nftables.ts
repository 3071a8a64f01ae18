import { calledBy, callersOf } from './flows.ts';
import { type Place, places } from './places.ts';

/** The places that have a host of ours, and so a file of rules. */
export const hosts: readonly Place[] = places.filter(({ role }) => !['issuer', 'telemetry', 'clients', 'circuit'].includes(role));

/** The addresses that the rules name, to be filled in by the operator: documentation addresses (RFC 5737) that reach nobody. */
export function addressFile(): string {
  const named = places.filter(({ role }) => role !== 'clients');
  const lines = named.map(({ name }, index) => `define ${name} = { ${name === 'issuer' ? '203.0.113' : '192.0.2'}.${10 + index} }`);
  return [
    '# The addresses of your hosts, one or several each: { 10.0.1.10, 10.0.1.11 }. These are examples that reach nobody (RFC 5737).',
    '# On the host of a service `database` is its own database, and on that of a database `service` is the service whose it is.',
    ...lines,
    'define service = { 192.0.2.250 }',
    'define administrators = { 192.0.2.251 }',
    'define resolvers = { 192.0.2.252 }',
    'define timeservers = { 192.0.2.253 }',
    '',
  ].join('\n');
}

/** The rules of one host: everything is dropped but the flows of the list. For `nft -f`. */
export function rulesOf(host: Place): string {
  return [
    `# ${host.name}: made from circuit/network by npm run network, never edited. Load with: nft -f ${host.name}.nft`,
    'include "./addresses.nft"',
    '',
    'table inet chancery',
    'delete table inet chancery',
    'table inet chancery {',
    '  chain input {',
    '    type filter hook input priority filter; policy drop;',
    ...common,
    ...new Set(callersOf(host).map((caller) => incoming(caller, host))),
    '    tcp dport 22 ip saddr $administrators accept comment "administrators"',
    '  }',
    '',
    '  chain forward {',
    '    type filter hook forward priority filter; policy drop;',
    '  }',
    '',
    '  chain output {',
    '    type filter hook output priority filter; policy drop;',
    ...common,
    ...(host.role === 'database' ? [] : calledBy(host).map((called) => outgoing(called))),
    '    udp dport 53 ip daddr $resolvers accept comment "names"',
    '    tcp dport 53 ip daddr $resolvers accept comment "names"',
    '    udp dport 123 ip daddr $timeservers accept comment "time"',
    '  }',
    '}',
    '',
  ].join('\n');
}

const common = [
  '    ct state established,related accept',
  '    ct state invalid drop',
  '    iif lo accept',
  '    icmp type { echo-request, destination-unreachable, time-exceeded, parameter-problem } accept',
  '    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, packet-too-big, destination-unreachable } accept',
];

function incoming(caller: Place, { role, port }: Place): string {
  if (caller.role === 'clients') return `    tcp dport ${port} accept comment "clients"`;
  const named = role === 'database' && caller.role !== 'circuit' ? 'service' : caller.name;
  return `    tcp dport ${port} ip saddr $${named} accept comment "${named}"`;
}

const outgoing = ({ name, port }: Place): string => `    tcp dport ${port} ip daddr $${name} accept comment "${name}"`;
