import { circuitOfFile } from '../../kit/circuitOfFile.ts';
import { forgedDeliveries } from './adversary/forgedDeliveries.ts';
import { muchOrSlowly } from './adversary/muchOrSlowly.ts';
import { spoiled } from './adversary/spoiled.ts';
import { strangeAskings } from './adversary/strangeAskings.ts';

// Told in chapters on one circuit, one after another.
circuitOfFile();
spoiled();
strangeAskings();
muchOrSlowly();
forgedDeliveries();
