// Many readers at once, on this machine only: node load.mjs URL [USERS] [SECONDS]
// Each asks for a list or a series, waits a second, and asks for the next; at the end come the times it took.
const [url, users = '50', seconds = '30'] = process.argv.slice(2);
const host = new URL(url).hostname;
if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) throw new Error(`${host} is not this machine`);
const overview = await (await fetch(`${url}/api/v1/overview`)).json();
const year = (overview.last ?? '2024-01-01').slice(0, 4);
const QUESTIONS = {
  list: [
    '/api/v1/occurrences?order=newest&limit=100',
    '/api/v1/events?type=ASSAULT&order=newest&limit=50',
    '/api/v1/statements?order=newest&limit=50',
    `/api/v1/events?country=CHN&since=${year}-01-01&limit=50`,
  ],
  series: ['/api/v1/series?by=month', `/api/v1/series?by=week&since=${year}-01-01&dyad=CHN,PHL`, `/api/v1/quads?by=month&since=${year}-01-01`],
};
const took = { list: [], series: [] };
const failed = new Map();
const end = performance.now() + Number(seconds) * 1000;
async function reader(n) {
  await new Promise((done) => setTimeout(done, (1000 * n) / Number(users)));
  for (let i = n; performance.now() < end; i += 1) {
    const kind = i % 2 ? 'series' : 'list';
    const all = QUESTIONS[kind];
    const began = performance.now();
    const response = await fetch(url + all[(i >> 1) % all.length]);
    await response.arrayBuffer();
    if (response.ok) took[kind].push(performance.now() - began);
    else failed.set(response.status, (failed.get(response.status) ?? 0) + 1);
    await new Promise((done) => setTimeout(done, 1000));
  }
}
await Promise.all(Array.from({ length: Number(users) }, (_, n) => reader(n)));
for (const [kind, all] of Object.entries(took)) {
  all.sort((a, b) => a - b);
  const at = (share) => (all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0).toFixed(0);
  console.log(`${kind}: ${all.length} answers, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`);
}
for (const [status, n] of failed) console.log(`${n} answers with status ${status}`);
