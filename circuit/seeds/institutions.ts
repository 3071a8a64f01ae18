import type { Duty } from '@chancery/domain';

/** An institution as the directory enrols it. */
export interface InstitutionSeed {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly sector: string;
  /** The service that answers for it; null: the shared perimeter. */
  readonly server: string | null;
}

/** An official as the directory enrols it. */
export interface OfficialSeed {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly clearance: boolean;
  readonly duties: readonly Duty[];
}

const institution = (code: string, name: string, sector: string, server: string | null = null): InstitutionSeed => ({
  code,
  name,
  parent: null,
  sector,
  server,
});

/** Who takes part in the demonstration: three ministries with servers, two bodies without, and the exchange itself. */
export const institutionSeeds: readonly InstitutionSeed[] = [
  institution('JUS', 'Ministry of Justice', 'justice', 'justice'),
  institution('FIN', 'Ministry of Finance', 'finance', 'finance'),
  institution('MOH', 'Ministry of Health', 'health', 'health'),
  institution('NAR', 'National Archives', 'culture'),
  institution('STA', 'State Statistics Service', 'economy'),
  institution('EXC', 'Document Exchange', 'administration'),
];

type Cleared = 'cleared' | 'not cleared';
const person = (institution: string, short: string, name: string, clearance: Cleared, ...duties: readonly Duty[]): OfficialSeed => ({
  id: `${institution}:${short}`,
  name,
  institution,
  clearance: clearance === 'cleared',
  duties,
});

/**
 * Invented people. An institution's security officers decide two by two (§2.6.2); where there is one, one of the exchange is the other.
 * Clerks are not cleared for RESTRICTED documents; whoever registers and signs is.
 */
export const officialSeeds: readonly OfficialSeed[] = [
  person('JUS', 'n.kovalenko', 'Nadiia Kovalenko', 'not cleared', 'CLERK'),
  person('JUS', 'o.petrenko', 'Oksana Petrenko', 'cleared', 'REGISTRAR'),
  person('JUS', 'i.shevchuk', 'Ihor Shevchuk', 'cleared', 'SIGNATORY'),
  person('JUS', 'm.bondar', 'Maksym Bondar', 'cleared', 'EXECUTOR'),
  person('JUS', 'l.tkach', 'Liudmyla Tkach', 'cleared', 'ARCHIVIST'),
  person('JUS', 'd.marchuk', 'Dmytro Marchuk', 'not cleared', 'AUDITOR'),
  person('JUS', 'y.savchenko', 'Yuliia Savchenko', 'not cleared', 'ANALYST'),
  person('JUS', 'r.hnatiuk', 'Roman Hnatiuk', 'cleared', 'SECURITY_OFFICER'),
  person('JUS', 'v.zinchenko', 'Vira Zinchenko', 'cleared', 'SECURITY_OFFICER'),

  person('FIN', 'v.lysenko', 'Viktoriia Lysenko', 'not cleared', 'CLERK'),
  person('FIN', 'a.melnyk', 'Andrii Melnyk', 'cleared', 'REGISTRAR'),
  person('FIN', 't.rudenko', 'Tetiana Rudenko', 'cleared', 'SIGNATORY'),
  person('FIN', 's.kravets', 'Serhii Kravets', 'cleared', 'EXECUTOR'),
  person('FIN', 'h.moroz', 'Halyna Moroz', 'cleared', 'ARCHIVIST'),
  person('FIN', 'p.oliinyk', 'Pavlo Oliinyk', 'not cleared', 'AUDITOR'),
  person('FIN', 'k.zhuk', 'Kateryna Zhuk', 'not cleared', 'ANALYST'),
  person('FIN', 'b.levchenko', 'Bohdan Levchenko', 'cleared', 'SECURITY_OFFICER'),

  person('MOH', 'z.panchenko', 'Zoriana Panchenko', 'not cleared', 'CLERK'),
  person('MOH', 'm.sydorenko', 'Mykola Sydorenko', 'cleared', 'REGISTRAR'),
  person('MOH', 'o.vasylenko', 'Olena Vasylenko', 'cleared', 'SIGNATORY'),
  person('MOH', 'y.harasym', 'Yevhen Harasym', 'cleared', 'EXECUTOR'),
  person('MOH', 'n.klymenko', 'Nina Klymenko', 'cleared', 'ARCHIVIST'),
  person('MOH', 'v.babich', 'Vadym Babich', 'not cleared', 'AUDITOR'),
  person('MOH', 'i.fedorenko', 'Iryna Fedorenko', 'not cleared', 'ANALYST'),
  person('MOH', 't.yurchuk', 'Taras Yurchuk', 'cleared', 'SECURITY_OFFICER'),

  person('NAR', 's.danyliuk', 'Sofiia Danyliuk', 'not cleared', 'CLERK'),
  person('NAR', 'p.romaniuk', 'Petro Romaniuk', 'cleared', 'REGISTRAR'),
  person('NAR', 'h.chorna', 'Hanna Chorna', 'cleared', 'SIGNATORY'),
  person('NAR', 'o.stets', 'Orest Stets', 'cleared', 'EXECUTOR', 'ARCHIVIST'),
  person('NAR', 'u.bilyk', 'Uliana Bilyk', 'not cleared', 'AUDITOR', 'ANALYST'),
  person('NAR', 'm.lashko', 'Marta Lashko', 'cleared', 'SECURITY_OFFICER'),

  person('STA', 'y.karpenko', 'Yaroslav Karpenko', 'not cleared', 'CLERK'),
  person('STA', 'l.dovhan', 'Larysa Dovhan', 'cleared', 'REGISTRAR'),
  person('STA', 'v.nazarenko', 'Vitalii Nazarenko', 'cleared', 'SIGNATORY'),
  person('STA', 'd.kushnir', 'Daryna Kushnir', 'cleared', 'EXECUTOR', 'ARCHIVIST'),
  person('STA', 'a.tymchuk', 'Artem Tymchuk', 'not cleared', 'AUDITOR', 'ANALYST'),
  person('STA', 'o.hrabar', 'Oleh Hrabar', 'cleared', 'SECURITY_OFFICER'),

  person('EXC', 's.hrytsenko', 'Solomiia Hrytsenko', 'not cleared', 'ANALYST'),
  person('EXC', 'm.prokopenko', 'Marko Prokopenko', 'cleared', 'AUDITOR'),
  person('EXC', 'd.ilchenko', 'Denys Ilchenko', 'not cleared', 'OPERATOR'),
  person('EXC', 'o.bereza', 'Oleksandra Bereza', 'cleared', 'SECURITY_OFFICER'),
  person('EXC', 'y.koshel', 'Yurii Koshel', 'cleared', 'SECURITY_OFFICER'),
];
