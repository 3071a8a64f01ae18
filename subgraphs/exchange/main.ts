import { runService } from '@chancery/kernel';
import { exchange } from './index.ts';

await runService(exchange);
