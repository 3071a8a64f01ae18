/** What of V8's CPU profile is read here. Its types are in node:inspector. */
export interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** Whose the time is in which a gateway computes. */
export const parts = ['policy', 'weighing', 'mandates', 'TLS', 'writing to services', 'native', 'rest'] as const;
export type Part = (typeof parts)[number];

/**
 * Shares of a profile's time without idleness and garbage collection: by the outermost frame of the stack that belongs to a part, so that
 * what a part calls is its own. `native` is what V8 does not see inside: reading from sockets and taking TLS records apart is in it, and
 * polling, and threads of their own.
 */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profile): Readonly<Record<Part, number>> {
  const partOf = partsOfNodes(nodes);
  const time = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Part, number>;
  let total = 0;
  for (const [at, id] of samples.entries()) {
    const part = partOf.get(id);
    if (part === undefined) continue;
    // A sample stands for the time until the next one.
    const delta = Math.max(0, timeDeltas[at + 1] ?? 0);
    time[part] += delta;
    total += delta;
  }
  return Object.fromEntries(parts.map((part) => [part, total === 0 ? 0 : time[part] / total])) as Record<Part, number>;
}

/** Nodes without a part are not the gateway's computing. */
function partsOfNodes(nodes: readonly ProfileNode[]): ReadonlyMap<number, Part> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const children = new Set(nodes.flatMap((node) => node.children ?? []));
  const found = new Map<number, Part>();
  const go = (node: ProfileNode, outer: Part | undefined, isBelowLine: boolean): void => {
    const { functionName, url } = node.callFrame;
    if (functionName === '(idle)' || functionName === '(garbage collector)') return;
    const own = outer ?? places.find(({ path }) => path.test(url))?.part;
    const isBelow = isBelowLine || url.includes('/trust/line/');
    const isWriting = isBelow && url === '' && /^(write|shutdown)/.test(functionName);
    found.set(node.id, own ?? (isWriting ? 'writing to services' : functionName === '(program)' ? 'native' : 'rest'));
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) go(child, own, isBelow);
    }
  };
  for (const node of nodes) if (!children.has(node.id)) go(node, undefined, false);
  return found;
}

const places: readonly { readonly part: Part; readonly path: RegExp }[] = [
  {
    part: 'policy',
    path: /\/policy\/[^/]+\.ts$|\/graphql-shield\/|\/gateway\/(operation|stages)\/(authorise|decisions|reach|prune|project)\.ts$/,
  },
  { part: 'weighing', path: /\/gateway\/(cost\/\w+|budget\/\w+|stages\/weigh)\.ts$/ },
  { part: 'mandates', path: /\/trust\/(mandate|compactJws|requestDigest)\.ts$/ },
  { part: 'TLS', path: /^node:(_tls_|tls$|internal\/tls|internal\/streams\/duplexpair)/ },
];
