import pg from 'pg';

/** Deliveries to one institution that are held back in the exchange's queue, as if their time had not come. */
export interface HeldDeliveries {
  /** Lets deliveries of later dispatches go; those that were held stay. */
  end(): Promise<void>;
}

/** Holds back the deliveries to an institution that are written from now on: their consignments stay ACCEPTED. */
export async function holdDeliveries(exchangeUrl: string, recipient: string): Promise<HeldDeliveries> {
  await run(
    exchangeUrl,
    `CREATE OR REPLACE FUNCTION hold_delivery() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN NEW.start_after = now() + interval '1 day'; RETURN NEW; END $$;
     CREATE TRIGGER hold_delivery BEFORE INSERT ON boss.job FOR EACH ROW
       WHEN (NEW.name = 'deliver' AND NEW.data->>'recipient' = '${recipient}') EXECUTE FUNCTION hold_delivery()`,
  );
  return { end: () => run(exchangeUrl, 'DROP TRIGGER hold_delivery ON boss.job') };
}

/** Holds back the next attempt of a consignment that is on its way: it stays IN_TRANSIT. */
export const holdNextAttempt = (exchangeUrl: string, consignmentId: string): Promise<void> =>
  run(
    exchangeUrl,
    `UPDATE boss.job SET start_after = now() + interval '1 day'
     WHERE name = 'deliver' AND data->>'consignmentId' = '${consignmentId}' AND state IN ('created', 'retry')`,
  );

/** Runs statements on a database, for what no command does. */
export async function run(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await patiently(() => client.query(statements));
  } finally {
    await client.end();
  }
}

/** What is changed about a table while services use it may end in a deadlock, and then nothing was changed. */
async function patiently(change: () => Promise<unknown>, left = 3): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '40P01' || left === 0) throw error;
    await patiently(change, left - 1);
  }
}
