import { circuitOfFile } from '../../kit/circuitOfFile.ts';
import { badInput } from './ownFiles/badInput.ts';
import { ofOwnDraft } from './ownFiles/ofOwnDraft.ts';
import { onRecord } from './ownFiles/onRecord.ts';
import { withoutRight } from './ownFiles/withoutRight.ts';

// Told in chapters on one circuit, one after another.
circuitOfFile();
ofOwnDraft();
withoutRight();
badInput();
onRecord();
