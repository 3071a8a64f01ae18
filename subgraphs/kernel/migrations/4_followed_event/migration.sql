-- Which event stands at the position to which a feed was followed: another one there says that the feed has another history. Null where that is not known yet.
ALTER TABLE kernel.follow_cursor ADD COLUMN event_id text;
