import { runService } from '@chancery/perimeter';
import { finance } from './index.ts';

await runService(finance);
