import { runService } from '@chancery/perimeter';
import { health } from './index.ts';

await runService(health);
