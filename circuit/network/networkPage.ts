import { flows } from './flows.ts';
import { listeners, type Place, places, segments } from './places.ts';

/** The page with its generated parts renewed: what stands between `<!-- name -->` and `<!-- end -->`. Throws where a part has no place in it. */
export function renewed(page: string): string {
  return Object.entries(parts).reduce((text, [name, lines]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`docs/operations/network.md has no place for ${name}: <!-- ${name} --> … <!-- end -->`);
    return text.replace(place, (_, begin, end) => `${begin}\n${lines.join('\n')}\n\n${end}`);
  }, page);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);

const titles: Readonly<Partial<Record<Place['role'], string>>> = {
  circuit: 'operator (`circuit`)',
  database: 'its own database',
  perimeter: 'each perimeter',
};
const titleOf = (role: Place['role']): string => titles[role] ?? role;

/** The ports of a role, as they stand in a table. */
const portsOf = (role: Place['role']): string =>
  places
    .filter((place) => place.role === role)
    .map(({ port }) => port)
    .join(', ');

const parts: Readonly<Record<string, readonly string[]>> = {
  segments: table(
    ['segment', 'what is in it', 'places'],
    Object.entries(segments).map(([segment, about]) => [
      segment,
      about,
      places
        .filter((place) => place.segment === segment)
        .map(({ name }) => name)
        .join(', '),
    ]),
  ),
  listeners: table(
    ['who listens', 'segment', 'port', 'protocol', 'reached from outside'],
    listeners.map(({ name, role, segment, port, protocol }) => [
      name,
      segment,
      String(port),
      protocol,
      role === 'gateway' ? '**yes**' : 'no',
    ]),
  ),
  flows: table(
    ['from', 'to', 'port', 'why'],
    flows.map(({ from, to, why }) => [titleOf(from), titleOf(to), portsOf(to), why]),
  ),
};
