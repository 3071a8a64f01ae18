import { runService } from '@chancery/perimeter';
import { hosted } from './index.ts';

await runService(hosted);
