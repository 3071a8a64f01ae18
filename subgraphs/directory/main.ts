import { runService } from '@chancery/kernel';
import { directory } from './index.ts';

await runService(directory);
