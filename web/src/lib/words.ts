// Codes in words that people read.

import { COUNTRIES } from './countries';
import type { Cell, Row } from './types';

export const TYPES: Record<string, string> = {
  AGREE: 'Agree',
  CONSULT: 'Consult',
  SUPPORT: 'Support',
  COOPERATE: 'Cooperate',
  AID: 'Aid',
  CONCEDE: 'Concede',
  RETREAT: 'Retreat',
  REQUEST: 'Request',
  ACCUSE: 'Accuse',
  REJECT: 'Reject',
  THREATEN: 'Threaten',
  PROTEST: 'Protest',
  SANCTION: 'Sanction',
  MOBILIZE: 'Mobilize',
  COERCE: 'Coerce',
  ASSAULT: 'Assault',
};

export const QUADS = [
  { quad: 2, key: 'material_cooperation', name: 'Material cooperation' },
  { quad: 1, key: 'verbal_cooperation', name: 'Verbal cooperation' },
  { quad: 3, key: 'verbal_conflict', name: 'Verbal conflict' },
  { quad: 4, key: 'material_conflict', name: 'Material conflict' },
] as const;

const SECTORS: Record<string, string> = {
  GOV: 'government',
  MIL: 'military',
  REB: 'rebels',
  OPP: 'opposition',
  PTY: 'party',
  COP: 'police',
  JUD: 'courts',
  SPY: 'intelligence',
  LEG: 'legislature',
  CVL: 'civilians',
  BUS: 'business',
  JRN: 'journalists',
  EDU: 'education',
  ELI: 'elites',
  LAB: 'workers',
  CRM: 'criminals',
  UAF: 'unidentified armed forces',
  PRM: 'paramilitaries',
  REF: 'refugees',
  REL: 'religious',
  MED: 'medical',
  AGR: 'agriculture',
  HLH: 'health',
  DEV: 'development',
  ENV: 'environment',
  HRI: 'human rights',
  IGO: 'international organization',
  NGO: 'non-governmental organization',
  LGT: 'rights movement',
  MNC: 'multinational company',
  PRO: 'protesters',
  SOC: 'civil society',
  UNK: 'unknown',
};

/** A country, an international code, or a code with a sector, in words. */
export function code(words: string | null | undefined): string {
  if (!words) return '';
  const [country = '', sector] = words.split('.');
  const name = country === '---' ? '' : (COUNTRIES[country] ?? country);
  const of = sector ? (SECTORS[sector] ?? sector) : '';
  return name && of ? `${name}, ${of}` : name || of || words;
}

export const sector = (words: string) => SECTORS[words] ?? words;
export const isCode = (words: string) => /^(---|[A-Z]{3})?(\.[A-Z]{3})?$/.test(words) && words !== '';
export const typeName = (words: Cell | undefined) => TYPES[String(words ?? '')] ?? String(words ?? '');
export const list = (cell: Cell | undefined): string[] => (typeof cell === 'string' && cell ? cell.split(';') : []);
export const plain = (words: string) => words.replaceAll('_', ' ').replaceAll('-', ' ');

/** Parties of a record as people would say them: names where there are some. */
export function parties(row: Row, side: 'actor' | 'recipient'): string {
  const names = list(row[`${side}_names`]);
  return names.length ? and(names) : and(list(row[`${side}s`]).map(code));
}

export function and(words: string[]): string {
  if (words.length < 3) return words.join(' and ');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export function day(cell: Cell | undefined, short = false): string {
  if (typeof cell !== 'string' || !cell) return '';
  const date = new Date(`${cell.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? cell : (short ? SHORT : DAY).format(date);
}

export function days(first: Cell | undefined, last: Cell | undefined): string {
  if (!first || first === last || !last) return day(first ?? last);
  return `${day(first, true)} – ${day(last, true)}`;
}

/** What somebody does who takes a stance. */
export const stands = (stance: string) => (stance === 'deny' ? 'denies' : `${stance}s`);

/** A topic's key as people read it; what tells topics of several countries apart is for the comparison. */
export const topic = (key: string) => key.split(' ').filter((word) => !word.startsWith('+')).join(' ');

/** A range of a toll: "17", "17 to 23". */
export function range(low: Cell | undefined, high: Cell | undefined): string {
  if (low === null || low === undefined) return high === null || high === undefined ? '' : `up to ${high}`;
  if (high === null || high === undefined) return `at least ${low}`;
  return low === high ? String(low) : `${low} to ${high}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** How long periods should be, so that a chart has some tens of them. */
export function period(first: string | null, last: string | null): 'day' | 'week' | 'month' | 'quarter' | 'year' {
  if (!first || !last) return 'month';
  const length = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  if (!(length > 45)) return 'day';
  if (length <= 420) return 'week';
  if (length <= 365 * 6) return 'month';
  return length <= 365 * 20 ? 'quarter' : 'year';
}

/** The last day of the period that begins on a day. */
export function lastOf(start: string, by: string): string {
  const date = new Date(`${start}T00:00:00Z`);
  if (by === 'week') date.setUTCDate(date.getUTCDate() + 6);
  else if (by !== 'day') {
    date.setUTCMonth(date.getUTCMonth() + (by === 'month' ? 1 : by === 'quarter' ? 3 : 12));
    date.setUTCDate(date.getUTCDate() - 1);
  }
  return date.toISOString().slice(0, 10);
}

/** A day some days before another. */
export function before(start: string, n: number): string {
  const date = new Date(`${start}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - n);
  return date.toISOString().slice(0, 10);
}
