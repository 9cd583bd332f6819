-- Views, each named for what people ask.

-- Every quotation with its speaker and the document that has it.
CREATE VIEW who_said_what AS
SELECT quotes.speaker, quotes.words, quotes.form, quotes.status, quotes.cue, documents.publisher, documents.published,
  documents.title, documents.uri, quotes.source_start, quotes.source_end, quotes.id AS quote, documents.id AS document
FROM quotes JOIN documents ON documents.id = quotes.document
ORDER BY quotes.speaker IS NULL, quotes.speaker, documents.position, quotes.start_byte;

-- Figures of one thing that sources give differently, a row for each place.
CREATE VIEW figures_that_differ AS
SELECT stories.title AS story_title, claims.about, claim_differences.kind AS differs_in, claim_differences.value,
  claim_support.words, documents.publisher, documents.published, claim_support.speaker AS reported_by,
  claim_support.context, claim_support.origin, claims.origins, claims.id AS claim, documents.id AS document
FROM claims
JOIN stories ON stories.id = claims.story
JOIN claim_differences ON claim_differences.claim = claims.id
JOIN claim_support ON claim_support.claim = claims.id AND claim_support.number = claim_differences.number
JOIN documents ON documents.id = claim_support.document
WHERE claims.kind = 'figure'
ORDER BY claims.rowid, claim_differences.kind, claim_differences.variant, claim_support.number;

-- Quotations that sources give differently: other words, or another speaker.
CREATE VIEW quotes_that_differ AS
SELECT stories.title AS story_title, claims.about AS speaker, claim_differences.kind AS differs_in,
  claim_differences.value, claim_support.words, documents.publisher, documents.published, claims.origins,
  claims.id AS claim, documents.id AS document
FROM claims
JOIN stories ON stories.id = claims.story
JOIN claim_differences ON claim_differences.claim = claims.id
JOIN claim_support ON claim_support.claim = claims.id AND claim_support.number = claim_differences.number
JOIN documents ON documents.id = claim_support.document
WHERE claims.kind = 'quote'
ORDER BY claims.rowid, claim_differences.kind, claim_differences.variant, claim_support.number;

-- What two or more independent origins say in the same way.
CREATE VIEW what_sources_agree_on AS
SELECT stories.title AS story_title, claims.kind, claims.about, claims.origins, claim_support.words,
  documents.publisher, documents.published, claims.id AS claim, documents.id AS document
FROM claims
JOIN stories ON stories.id = claims.story
JOIN claim_support ON claim_support.claim = claims.id
JOIN documents ON documents.id = claim_support.document
WHERE claims.state = 'corroborated'
ORDER BY claims.rowid, claim_support.number;

-- Documents that print another's text.
CREATE VIEW who_copied_whom AS
SELECT stories.title AS story_title, lead.publisher AS lead_publisher, lead.published AS lead_published,
  copy.publisher AS copy_publisher, copy.published AS copy_published, copies.kind, copies.shared_sentences, copies.sentences,
  copies.edited, copies.lacks, copies.is_exact, copies.agencies, copies.lead_reason, lead.id AS lead, copy.id AS copy
FROM copies
JOIN stories ON stories.id = copies.story
JOIN documents AS lead ON lead.id = copies.lead
JOIN documents AS copy ON copy.id = copies.document
ORDER BY copies.rowid;

-- Dated sentences of each story, by date.
CREATE VIEW what_is_dated_when AS
SELECT stories.title AS story_title, moments.date, moments.first, moments.last, moments.words, documents.publisher, documents.published,
  moments.origin, stories.id AS story, documents.id AS document
FROM moments
JOIN stories ON stories.id = moments.story
JOIN documents ON documents.id = moments.document
ORDER BY stories.rowid, moments.rowid;

-- In which documents somebody or something is named, and how often.
CREATE VIEW who_is_named_where AS
SELECT entities.name, entities.type, entities.roles, COUNT(mentions.id) AS mentions, documents.publisher,
  documents.published, documents.title, documents.id AS document
FROM entities
JOIN documents ON documents.id = entities.document
LEFT JOIN mentions ON mentions.entity = entities.id
WHERE entities.name IS NOT NULL
GROUP BY entities.id
ORDER BY entities.name, documents.position;

-- Where the places that documents name lie, for a map.
CREATE VIEW where_places_lie AS
SELECT locations.site AS place, locations.country, locations.latitude, locations.longitude,
  COUNT(DISTINCT locations.document) AS documents, COUNT(mentions.id) AS mentions, locations.geonames
FROM locations
LEFT JOIN mentions ON mentions.entity = locations.entity
WHERE locations.geonames IS NOT NULL
GROUP BY locations.geonames
ORDER BY documents DESC, mentions DESC, locations.geonames;

-- Stories with how much in them differs.
CREATE VIEW stories_at_a_glance AS
SELECT stories.id AS story, stories.title, stories.documents, stories.origins, stories.first_published,
  stories.last_published, COUNT(claims.id) AS claims,
  COUNT(claims.id) FILTER (WHERE claims.state = 'corroborated') AS corroborated,
  COUNT(claims.id) FILTER (WHERE claims.state IN ('differing', 'contradicted')) AS differing
FROM stories LEFT JOIN claims ON claims.story = stories.id
GROUP BY stories.id
ORDER BY stories.rowid;
