/** Small heaps: nine services share a machine, and garbage that is collected late is memory that others lack. */
const usualHeap = ['--max-semi-space-size=4', '--max-old-space-size=384'];

/** Whatever anybody reads goes through the gateway: with more room for what is young it spends less of its time collecting. */
export const gatewayHeap = ['--max-semi-space-size=16', '--max-old-space-size=384'];

/** Node's flags for the heap of a service's process. */
export const heapOf = (service: string): readonly string[] => (service === 'gateway' ? gatewayHeap : usualHeap);
