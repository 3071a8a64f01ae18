import { Refusal } from '@chancery/domain';

/** A caller, or the institution that he acts for, has asked for more than a minute's sum; §1.5. `retryAfter`: seconds until there is room. */
export class BudgetSpent extends Refusal {
  readonly retryAfter: number;

  constructor(subject: string, retryAfter: number) {
    const whose = subject.startsWith('institution ') ? 'your institution' : 'you';
    super('BUDGET_SPENT', `There is room for ${whose} again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}
