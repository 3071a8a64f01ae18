import { runService } from '@chancery/kernel';
import { catalogue } from './index.ts';

await runService(catalogue);
