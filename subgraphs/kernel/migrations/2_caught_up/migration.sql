-- When this service last had all that the other had told: what is told later happened later, give or take what clocks differ by.
ALTER TABLE kernel.follow_cursor ADD COLUMN caught_up_at timestamptz;
