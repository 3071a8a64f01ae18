import { runService } from '@chancery/perimeter';
import { justice } from './index.ts';

await runService(justice);
