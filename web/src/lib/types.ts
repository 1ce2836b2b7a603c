// What the server answers, as far as pages use it; /openapi.json has all of it.

export type Cell = string | number | null;
export type Row = Record<string, Cell>;

export interface Listed {
  records: Row[];
  next: string | null;
}

export interface Span {
  start: number;
  end: number;
}

export interface Evidence extends Span {
  trigger: [number, number];
}

export interface Argument extends Span {
  entity: string;
  country: string | null;
  sectors: string[];
}

export interface Toll {
  low: number | null;
  best: number | null;
  high: number | null;
  text: string;
}

export interface Event {
  id: string;
  type: string;
  mode: string[];
  context: { name: string; scope: string }[];
  cameo: string | null;
  goldstein: number | null;
  quad: number;
  scale: number;
  actors: Argument[];
  recipients: Argument[];
  evidence: Evidence[];
  polarity: string;
  modality: string;
  historical: boolean;
  time: string | null;
  date: { from: string | null; to: string | null; precision: string; source: string };
  place: string | null;
  place_source: string;
  casualties: { killed: Toll | null; injured: Toll | null; arrested: Toll | null };
  attribution: string[];
  contested_by: string[];
  via: string[];
  rule: string;
  confidence: { type: number; actors: number; recipients: number };
}

export interface Statement {
  id: string;
  speaker: string | null;
  on_behalf_of: string | null;
  addressee: string | null;
  cue: [number, number][];
  source: [number, number][];
  content: [number, number][];
  form: string;
  within: string | null;
  via: string[];
  evidence: Evidence[];
  rule: string;
  confidence: number;
}

export interface Position {
  id: string;
  holder: string;
  on_behalf_of: string | null;
  stance: string;
  topic: Span & { text: string; key: string };
  toward: string | null;
  hedge: string | null;
  statement: string | null;
  event: string | null;
  via: string[];
  evidence: Evidence[];
  rule: string;
}

export interface Entity {
  id: string;
  name: string;
  kind: string;
  country: string | null;
  sectors: string[];
  roles: { title: string; of: string | null; former: boolean }[];
  mentions: (Span & { form: string })[];
}

export interface Ledger {
  article: {
    id: string;
    url: string | null;
    publisher: string | null;
    published: string | null;
    language: string;
    headline: string | null;
    text: string;
  };
  segments: (Span & { kind: string })[];
  entities: Entity[];
  events: Event[];
  statements: Statement[];
  positions: Position[];
  times: (Span & { id: string; text: string; value: string; from: string | null; to: string | null })[];
  places: (Span & { id: string; name: string | null; country: string | null; lat: number | null; lon: number | null })[];
  notes: { code: string; message: string }[];
  produced_by: { version: string; model: string; codebook: string };
}

export interface Why {
  captures: (Span & { name: string })[];
  beaten: string[];
}

export type Whys = Record<string, Why>;

export interface Entry {
  article: string;
  id: string;
  date: string | null;
  holder: string;
  on_behalf_of: string | null;
  stance: string;
  topic: string;
  key: string;
  toward: string | null;
  hedge: string | null;
  words: string;
  according_to: string | null;
  via: string[];
}

export interface Side {
  name: string;
  country: string | null;
  positions: Entry[];
  shifts: { topic: string; from: Entry; to: Entry }[];
  discrepancies: { topic: string; differ_in: string[]; versions: Entry[] }[];
}

export interface Sides {
  sides: Side[];
  n_articles: number;
  is_cut: boolean;
}

export interface Rule {
  id: string;
  gives: string;
  class: string;
  modes: string[];
  cameo: string | null;
  triggers: { part: string; word: string }[];
  file: string;
  line: number;
  reason: string;
  beats: string[];
  specificity: number;
  sentences?: { text: string; is_hit: boolean; winner: string | null }[];
}
