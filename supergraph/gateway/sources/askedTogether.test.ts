import { Refusal } from '@chancery/domain';
import { describe, expect, test } from 'vitest';
import {
  arrived,
  ask,
  asked,
  commission,
  echoes,
  fill,
  forget,
  gateway,
  hold,
  letGo,
  registry,
  someone,
} from '../../../tests/kit/echoes.ts';
import { usualSettings } from '../settings.ts';
import { RunningDeadline } from '../stages/deadline.ts';
import { Transport } from './transport.ts';

echoes();

describe('the same question of the same caller', () => {
  test('is asked once while it is under way, and everybody has an answer of his own', async () => {
    const answers = [1, 2, 3].map(() => ask('justice', commission(someone), '{ a }'));
    await arrived(1);
    letGo();
    const [first, second, third] = await Promise.all(answers);

    expect(asked).toHaveLength(1);
    expect(second).toEqual(first);
    expect(second?.data).not.toBe(first?.data);
    expect(third?.data).not.toBe(second?.data);
  });

  test('is asked again once it was answered', async () => {
    letGo();
    await ask('justice', commission(someone), '{ a }');
    await ask('justice', commission(someone), '{ a }');

    expect(asked).toHaveLength(2);
  });

  test('is asked by each where operators want it so', async () => {
    const alone = new Transport(gateway, registry, { limits: { ...usualSettings.services, sharesReads: false } });
    const answers = [1, 2].map(() => ask('justice', commission(someone), '{ a }', '{}', false, alone));
    await expect.poll(() => asked.filter(({ body }) => body.includes('{ a }')).length, { timeout: 5_000 }).toBeGreaterThanOrEqual(2);
    letGo();
    await Promise.all(answers);
    await alone.close();
  });

  test('is asked anew once a command has been given, and once it has ended', async () => {
    const before = ask('justice', commission(someone), '{ a }');
    await arrived(1);
    const command = ask('finance', commission(someone), 'mutation { b }', '{}', true);
    await arrived(2);
    const meanwhile = ask('justice', commission(someone), '{ a }');
    await arrived(3);
    letGo();
    await command;
    hold();
    const after = ask('justice', commission(someone), '{ a }');
    await arrived(4);
    letGo();

    expect(await Promise.all([before, meanwhile, after])).toHaveLength(3);
  });
});

describe('who waits with others', () => {
  test('leaves when his time is over, and the others have their answer', async () => {
    const impatient = new RunningDeadline(60_000, 0);
    const patient = new RunningDeadline(60_000, 0);
    const left = ask('justice', commission(someone, { deadline: impatient }), '{ a }').catch((error: unknown) => error);
    const stays = ask('justice', commission(someone, { deadline: patient }), '{ a }');
    await arrived(1);
    impatient.end();

    expect(await left).toMatchObject({ name: 'Unreachable', service: 'justice', reason: 'stopped' });
    letGo();
    expect((await stays).data).toMatchObject({ caller: someone });
    expect(asked).toHaveLength(1);
    for (const deadline of [impatient, patient]) deadline.clear();
  });

  test('ends it when all have left, and whoever comes then asks anew', async () => {
    const deadlines = [1, 2].map(() => new RunningDeadline(60_000, 0));
    const all = deadlines.map((deadline) => ask('justice', commission(someone, { deadline }), '{ a }').catch((error: unknown) => error));
    await arrived(1);
    for (const deadline of deadlines) deadline.end();
    for (const deadline of deadlines) deadline.clear();
    const next = ask('justice', commission(someone), '{ a }');
    await arrived(2);
    letGo();

    expect(await Promise.all(all)).toMatchObject([{ reason: 'stopped' }, { reason: 'stopped' }]);
    expect((await next).data).toMatchObject({ caller: someone });
  });

  test('asks for himself where he waits longer than the service was told', async () => {
    const [short, long] = [new RunningDeadline(5_000, 0), new RunningDeadline(30_000, 0)];
    const answers = [short, long].map((deadline) => ask('justice', commission(someone, { deadline }), '{ a }'));
    await arrived(2);
    letGo();
    await Promise.all(answers);
    for (const deadline of [short, long]) deadline.clear();
  });

  test('is refused alone where it is too much for his operation', async () => {
    fill('x'.repeat(20 * 1024 * 1024));
    const full = commission(someone);
    letGo();
    for (const text of ['{ a }', '{ b }', '{ c }']) await ask('justice', full, text);
    hold();
    forget();
    const refused = ask('justice', full, '{ d }').catch((error: unknown) => error);
    const other = ask('justice', commission(someone), '{ d }');
    letGo();

    expect(await refused).toEqual(new Refusal('OPERATION_TOO_LARGE'));
    expect((await other).data).toMatchObject({ caller: someone });
    expect(asked).toHaveLength(1);
  });
});
