/**
 * What is young is looked through by the thread that made it: others would have to be woken, and on a machine that is busy they are waited for.
 * Nothing is made old because what the same line made before lived long, as what it makes at a start does: of one line of Node's own (`once`)
 * whole requests were kept so, with all that they held, until everything was looked through.
 */
const ofTheYoung = ['--no-parallel-scavenge', '--no-allocation-site-pretenuring'];

/** Small heaps: nine services share a machine, and garbage that is collected late is memory that others lack. */
const usualHeap = ['--max-semi-space-size=4', '--max-old-space-size=384', ...ofTheYoung];

/**
 * Whatever anybody reads goes through the gateway: with more room for what is young, and for what has grown old before all of it is looked through,
 * it spends less of its time collecting. Left to itself V8 looks through a heap of at most 384 MB whenever it has grown by a third.
 */
export const gatewayHeap = ['--max-semi-space-size=32', '--max-old-space-size=384', '--heap-growing-percent=100', ...ofTheYoung];

/** Node's flags for the heap of a service's process. */
export const heapOf = (service: string): readonly string[] => (service === 'gateway' ? gatewayHeap : usualHeap);
