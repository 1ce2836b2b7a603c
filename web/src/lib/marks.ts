// An article's text cut where marks begin and end. Offsets on the wire are code points; strings here are UTF-16.

import type { Evidence, Ledger, Span } from './types';

export type Kind = 'event' | 'statement' | 'position' | 'entity' | 'time' | 'place';

export interface Mark extends Span {
  kind: Kind;
  id: string;
  /** What of the record the words are: its trigger, cue, content, evidence, topic or a mention. */
  part: string;
}

export interface Piece extends Span {
  text: string;
  marks: Mark[];
}

/** Slices a text by code points. */
export function slicer(text: string): (start: number, end: number) => string {
  // Only characters beyond the first 65,536 count twice in a string.
  if (!/[\ud800-\udbff]/.test(text)) return (start, end) => text.slice(start, end);
  const points = Array.from(text);
  return (start, end) => points.slice(start, end).join('');
}

export function marksOf(ledger: Ledger): Mark[] {
  const marks: Mark[] = [];
  const add = (kind: Kind, id: string, part: string, start: number, end: number) => {
    if (end > start) marks.push({ kind, id, part, start, end });
  };
  const evidence = (kind: Kind, id: string, all: Evidence[]) => {
    for (const { start, end, trigger } of all) {
      add(kind, id, 'evidence', start, end);
      if (kind === 'event') add(kind, id, 'trigger', trigger[0], trigger[1]);
    }
  };
  for (const event of ledger.events) {
    evidence('event', event.id, event.evidence);
    for (const { start, end } of event.actors) add('event', event.id, 'actor', start, end);
    for (const { start, end } of event.recipients) add('event', event.id, 'recipient', start, end);
  }
  for (const statement of ledger.statements) {
    evidence('statement', statement.id, statement.evidence);
    for (const [start, end] of statement.cue) add('statement', statement.id, 'cue', start, end);
    for (const [start, end] of statement.content) add('statement', statement.id, 'content', start, end);
    for (const [start, end] of statement.source) add('statement', statement.id, 'source', start, end);
  }
  for (const position of ledger.positions) {
    evidence('position', position.id, position.evidence);
    add('position', position.id, 'topic', position.topic.start, position.topic.end);
  }
  for (const entity of ledger.entities) {
    for (const { start, end } of entity.mentions) add('entity', entity.id, 'mention', start, end);
  }
  for (const time of ledger.times) add('time', time.id, 'mention', time.start, time.end);
  for (const place of ledger.places) add('place', place.id, 'mention', place.start, place.end);
  return marks;
}

/** A part of the text in pieces, each with the marks that lie over all of it. */
export function pieces(within: Span, marks: Mark[], slice: (start: number, end: number) => string): Piece[] {
  const over = marks.filter((mark) => mark.start < within.end && mark.end > within.start);
  const cuts = new Set([within.start, within.end]);
  for (const mark of over) {
    if (mark.start > within.start) cuts.add(mark.start);
    if (mark.end < within.end) cuts.add(mark.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const end = sorted[i + 1] ?? within.end;
    return { start, end, text: slice(start, end), marks: over.filter((m) => m.start <= start && m.end >= end) };
  });
}
