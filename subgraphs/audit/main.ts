import { runService } from '@chancery/kernel';
import { audit } from './index.ts';

await runService(audit);
