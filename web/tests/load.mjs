// Many readers at once, on this machine only: node load.mjs URL [USERS] [SECONDS] [KINDS]
// Each asks for a list or a series, waits a second, and asks for the next; at the end come the times it took.
// KINDS says how many different questions there are of either: 4 are what everybody opens first, and soon answered
// from what is kept; with some hundreds nearly every question is a new one, and the database answers.
const [url, users = '50', seconds = '30', kinds = '4'] = process.argv.slice(2);
const host = new URL(url).hostname;
if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) throw new Error(`${host} is not this machine`);
const get = async (path) => (await fetch(url + path)).json();
const overview = await get('/api/v1/overview');
const [first, last] = [overview.first ?? '2024-01-01', overview.last ?? '2024-01-01'].map((day) => Number(day.slice(0, 4)));
const recent = (await get('/api/v1/events?order=newest&limit=1000')).records;
const distinct = (values) => [...new Set(values.filter((value) => /^[A-Z]+$/.test(value ?? '')))].sort();
const countries = distinct(recent.flatMap((row) => [row.country, ...String(row.actors ?? '').split(';').map((code) => code.slice(0, 3))]));
const types = distinct(recent.map((row) => row.type));

// The same questions in every run.
let drawn = 1;
const draw = (all) => {
  drawn = (drawn * 48271) % 2147483647;
  return all[drawn % all.length];
};
const days = () => {
  const from = first + (draw([...Array(100).keys()]) % (last - first + 1));
  return `since=${from}-${draw(['01', '04', '07'])}-01&until=${from}-${draw(['09', '12'])}-28`;
};
const LISTS = [
  () => '/api/v1/occurrences?order=newest&limit=100',
  () => `/api/v1/events?type=${draw(types)}&order=newest&limit=50`,
  () => '/api/v1/statements?order=newest&limit=50',
  () => `/api/v1/events?country=${draw(countries)}&since=${last}-01-01&limit=50`,
  () => `/api/v1/occurrences?type=${draw(types)}&country=${draw(countries)}&order=newest&limit=50`,
  () => `/api/v1/events?dyad=${draw(countries)},${draw(countries)}&order=newest&limit=50`,
  () => `/api/v1/statements?actor=${draw(countries)}&${days()}&limit=50`,
  () => `/api/v1/events?actor=${draw(countries)}&${days()}&limit=50`,
  () => `/api/v1/stories?order=newest&limit=50&${days()}`,
];
const SERIES = [
  () => '/api/v1/series?by=month',
  () => `/api/v1/series?by=week&since=${last}-01-01&dyad=${draw(countries)},${draw(countries)}`,
  () => `/api/v1/quads?by=month&since=${last}-01-01`,
  () => `/api/v1/quads?by=month&country=${draw(countries)}&${days()}`,
  () => `/api/v1/series?by=week&type=${draw(types)}&${days()}`,
  () => `/api/v1/series?by=month&actor=${draw(countries)}&${days()}`,
  () => `/api/v1/series?by=month&dyad=${draw(countries)},${draw(countries)}&measure=scale`,
];
const some = (makers) => Array.from({ length: Number(kinds) }, (_, i) => makers[i % makers.length]());
const QUESTIONS = { list: some(LISTS), series: some(SERIES) };

const took = { list: [], series: [] };
const slowest = [];
const failed = new Map();
const end = performance.now() + Number(seconds) * 1000;
async function reader(n) {
  await new Promise((done) => setTimeout(done, (1000 * n) / Number(users)));
  for (let i = n; performance.now() < end; i += 1) {
    const kind = i % 2 ? 'series' : 'list';
    const question = draw(QUESTIONS[kind]);
    const began = performance.now();
    const response = await fetch(url + question);
    await response.arrayBuffer();
    const ms = performance.now() - began;
    if (response.ok) took[kind].push(ms);
    else failed.set(`${response.status} ${question}`, (failed.get(`${response.status} ${question}`) ?? 0) + 1);
    slowest.push([ms, question]);
    await new Promise((done) => setTimeout(done, 1000));
  }
}
await Promise.all(Array.from({ length: Number(users) }, (_, n) => reader(n)));
for (const [kind, all] of Object.entries(took)) {
  all.sort((a, b) => a - b);
  const at = (share) => (all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0).toFixed(0);
  console.log(`${kind}: ${all.length} answers, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`);
}
slowest.sort((a, b) => b[0] - a[0]);
for (const [ms, question] of slowest.slice(0, 5)) console.log(`  ${ms.toFixed(0)} ms ${question}`);
for (const [what, n] of failed) console.log(`${n} answers with status ${what}`);
