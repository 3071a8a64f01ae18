import { circuitOfFile } from '../kit/circuitOfFile.ts';
import { admission } from './standingIn/admission.ts';
import { delegation } from './standingIn/delegation.ts';
import { onRecord } from './standingIn/onRecord.ts';

// One story on one circuit: each chapter goes on with what the one before has left.
circuitOfFile();
admission();
delegation();
onRecord();
