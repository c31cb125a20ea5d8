-- The index of names: made once, with the publication, and only read from then on.

CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, weight INTEGER NOT NULL);

-- `folded` is the text as it is compared, `romanized` the same in Latin letters where it is written in others.
CREATE TABLE name (
  id INTEGER PRIMARY KEY,
  thing INTEGER NOT NULL,
  text TEXT NOT NULL,
  language TEXT NOT NULL,
  property TEXT NOT NULL,
  folded TEXT NOT NULL,
  romanized TEXT NOT NULL
);
CREATE TABLE voice (name INTEGER, iri TEXT, PRIMARY KEY (name, iri)) WITHOUT ROWID;

-- Where one may begin to read a name: its words and ideographs. The first has the place 0.
CREATE TABLE start (text TEXT, name INTEGER, place INTEGER, PRIMARY KEY (text, name, place)) WITHOUT ROWID;

-- Pairs of neighbouring characters, for what is spelt nearly so.
CREATE TABLE gram (gram TEXT, name INTEGER, PRIMARY KEY (gram, name)) WITHOUT ROWID;

CREATE TABLE kind (thing INTEGER, class TEXT, narrowest INTEGER, PRIMARY KEY (thing, class)) WITHOUT ROWID;
CREATE TABLE source (thing INTEGER, document TEXT, PRIMARY KEY (thing, document)) WITHOUT ROWID;
CREATE TABLE span (thing INTEGER, first INTEGER, last INTEGER, PRIMARY KEY (thing, first, last)) WITHOUT ROWID;
CREATE TABLE property (class TEXT, iri TEXT, things INTEGER, PRIMARY KEY (class, iri)) WITHOUT ROWID;
