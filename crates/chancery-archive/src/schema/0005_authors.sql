-- Version 5: who wrote an article, a list in JSON.
ALTER TABLE versions ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';
