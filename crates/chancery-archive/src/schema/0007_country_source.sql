-- Version 7: where the country of a party is known from: text, list or context.
ALTER TABLE arguments ADD COLUMN country_source TEXT;
