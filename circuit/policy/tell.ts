import type { Standing } from '@chancery/policy';
import type { FieldChange, FieldVerdict } from './compareRulings.ts';
import type { PolicyDiff } from './policyDiff.ts';

/** A difference in words, a line for each field that would be decided otherwise. */
export function tell(diff: PolicyDiff): string {
  const { against, decided, changes, verdicts, otherClause, stopped, lost } = diff;
  const whole = Object.entries(verdicts).map(([change, operations]) => `  ${change}: ${operations}`);
  return [
    `${decided} operations were decided; against ${against}:`,
    ...(changes.length === 0 ? ['no verdict would change.'] : changes.map(inWords)),
    ...(whole.length === 0 ? [] : ['Operations whose verdict as a whole would change:', ...whole]),
    ...(otherClause === 0 ? [] : [`${otherClause} operations would be refused a field as before, by another clause.`]),
    ...(stopped === 0 ? [] : [`${stopped} operations were stopped before the rules were asked; they are not compared.`]),
    ...(lost === 0 ? [] : [`${lost} operations cannot be compared: what they were decided by is lost.`]),
  ].join('\n');
}

const inWords = ({ standing, field, before, after, operations }: FieldChange): string =>
  `  ${field}: ${verdict(before)} → ${verdict(after)}, for ${who(standing)}, in ${operations} operation${operations === 1 ? '' : 's'}`;

const verdict = ({ verdict: word, clause }: FieldVerdict): string => (clause === null ? word : `${word} (§${clause})`);

function who(standing: Standing | null): string {
  if (standing === null) return 'whoever has not signed in';
  const { duties, delegated, institution, clearance, scopes } = standing;
  const held = duties.map((duty) => (delegated.includes(duty) ? `${duty} by delegation` : duty)).join(', ');
  const place = institution === 'EXCHANGE' ? ' of the exchange' : '';
  return `${held || 'no duty'}${place}${clearance ? ', cleared' : ''}${scopes.length === 0 ? '' : `, with ${scopes.join(' ')}`}`;
}
