// What a process of ours needs that is no subgraph: without GraphQL and Prisma it starts sooner, and is half as large.
export { reportFault } from './faults.ts';
export { untilStopped } from './untilStopped.ts';
