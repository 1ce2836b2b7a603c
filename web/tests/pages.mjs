// Each page's main task in a real browser: node pages.mjs URL FOLDER
// Nothing may fail in the console, leave this server, or run out of an article; axe finds nothing serious, in light
// and dark; narrow screens do not scroll sideways; pictures are compared for gross breakage.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { open } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const BASE = new URL('./pictures.json', import.meta.url);
const renew = process.env.CHANCERY_RENEW === '1';
let known = {};
try {
  known = JSON.parse(readFileSync(BASE, 'utf8'));
} catch {
  if (!renew) throw new Error('tests/pictures.json is missing; CHANCERY_RENEW=1 makes it');
}
const pictures = {};
const browser = await open();
const wrong = [];
const api = async (path) => (await fetch(url + path)).json();

async function fresh(options = {}) {
  // axe comes in over the debugger, which the policy of the pages does not bind.
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4|5)\d\d|ERR_FAILED/.test(message.text())) wrong.push(`${page.url()}: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    wrong.push(`${page.url()}: a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(url) && !to.startsWith('data:') && !to.startsWith('blob:')) wrong.push(`${page.url()} asks ${to}`);
  });
  return page;
}

async function accessible(page, name) {
  const found = await page.evaluate(`(async () => { ${axe}; return (await axe.run(document, { resultTypes: ['violations'] })).violations; })()`);
  for (const violation of found) {
    if (violation.impact !== 'serious' && violation.impact !== 'critical') continue;
    const where = violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`);
    wrong.push(`${name}: axe ${violation.id}: ${where.join('; ')}`);
  }
}

/** A picture as 24 by 16 grey levels: enough to see that a page is empty, unstyled or torn. */
async function look(page, name) {
  const png = await page.screenshot({ path: `${folder}/${name}.png` });
  const blank = await browser.newPage();
  pictures[name] = await blank.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(24, 16);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, 24, 16);
    const { data: pixels } = context.getImageData(0, 0, 24, 16);
    return Array.from({ length: 384 }, (_, i) => Math.round((pixels[4 * i] + pixels[4 * i + 1] + pixels[4 * i + 2]) / 3));
  }, png.toString('base64'));
  await blank.close();
  if (renew) return;
  const before = known[name];
  if (!before) return wrong.push(`${name}: no picture to compare with; CHANCERY_RENEW=1 makes it`);
  const off = before.reduce((sum, level, i) => sum + Math.abs(level - pictures[name][i]), 0) / before.length;
  if (off > 14) wrong.push(`${name}: looks otherwise than before (mean difference ${off.toFixed(1)} of 255)`);
}

async function everywhere(path, name, ready) {
  for (const scheme of ['light', 'dark']) {
    const page = await fresh({ colorScheme: scheme });
    await page.goto(url + path);
    await ready(page);
    await accessible(page, `${name}, ${scheme}`);
    await look(page, scheme === 'light' ? name : `${name}-dark`);
    await page.context().close();
  }
  const narrow = await fresh({ viewport: { width: 375, height: 720 } });
  await narrow.goto(url + path);
  await ready(narrow);
  const over = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 1) wrong.push(`${name}: ${over} pixels too wide on a narrow screen`);
  await accessible(narrow, `${name}, narrow`);
  await look(narrow, `${name}-narrow`);
  await narrow.context().close();
}

const only = process.env.CHANCERY_STEPS?.split(',');

async function step(name, task) {
  if (only && !only.includes(name)) return;
  const began = performance.now();
  try {
    await task();
    console.log(`${name}: ${Math.round(performance.now() - began)} ms`);
  } catch (error) {
    wrong.push(`${name}: ${error.message}`);
  }
}

const attack = (await api('/api/v1/articles?text=Haroun')).records[0];
const raid = (await api('/api/v1/occurrences?type=ASSAULT&text=Djibo&order=oldest')).records[0];
const stories = (await api('/api/v1/stories?limit=1000')).records.sort((a, b) => b.n_publishers - a.n_publishers);
const report = (await api('/api/v1/events?text=Djibo&order=oldest')).records.find((e) => e.type === 'ASSAULT');
const raidStory = (await api(`/api/v1/articles/${report.article}`)).story;
const actor = (await api('/api/v1/actors?limit=1000')).records.sort((a, b) => b.n_events - a.n_events)[0];

await step('first view', async () => {
  const page = await fresh();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  const began = performance.now();
  await page.goto(url);
  await page.getByRole('group', { name: 'Happenings over time' }).locator('a').first().waitFor();
  const seen = performance.now() - began;
  await page.getByRole('group', { name: 'Map of happenings' }).locator('circle').first().waitFor();
  const all = performance.now() - began;
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  await page.waitForTimeout(300);
  console.log(
    `first view: ${(bytes / 1000).toFixed(0)} kB over the wire, first paint after ${painted.toFixed(0)} ms, the chart after ${seen.toFixed(0)} ms, all after ${all.toFixed(0)} ms`,
  );
  assert.ok(bytes < 300_000, `${bytes} bytes are too many for a first view`);
  await page.context().close();
});

await step('desk', async () => {
  const page = await fresh();
  await page.goto(url);
  const bars = page.getByRole('group', { name: 'Happenings over time' }).locator('a');
  await bars.first().waitFor();
  assert.ok((await bars.count()) > 5);
  await page.locator('.pairs a').first().waitFor();
  await page.getByLabel('Type').selectOption('ASSAULT');
  await page.waitForURL(/type=ASSAULT/);
  await page.waitForTimeout(500);
  await bars.first().click();
  await page.waitForURL(/explore\?.*since=/);
  assert.match(page.url(), /type=ASSAULT/);
  await page.locator('[role=cell]').first().waitFor();
  await page.goBack();
  await page.waitForURL(/\/\?type=ASSAULT/);
  // A country's desk shows shifts of that country only.
  await page.goto(`${url}/?country=BFA`);
  await page.locator('[aria-labelledby=shifts] .shift').first().waitFor();
  const holders = await page.locator('[aria-labelledby=shifts] .shift a').allInnerTexts();
  assert.ok(holders.length && holders.every((name) => name === 'Burkina Faso'), holders.join());
  await page.context().close();
  await everywhere('/', 'desk', async (p) => {
    await p.locator('.pairs a').first().waitFor();
    await p.getByRole('group', { name: 'Map of happenings' }).locator('circle').first().waitFor();
  });
});

await step('read', async () => {
  const page = await fresh();
  await page.goto(url);
  await page.locator('h1').waitFor();
  const text = 'Kenya expels two Somali diplomats\n\nNAIROBI, 5 March 2024 — Kenya expelled two Somali diplomats on Tuesday, Foreign Minister Amina Odhiambo said. Somalia condemned the decision.';
  // Pasted anywhere, an article is read at once.
  await page.evaluate((words) => {
    const data = new DataTransfer();
    data.setData('text/plain', words);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await page.waitForURL(/\/read/);
  const first = page.locator('[aria-labelledby=r-events] button').first();
  await first.waitFor({ timeout: 60_000 });
  await first.focus();
  await page.keyboard.press('Enter');
  await page.locator('.detail .rule code').waitFor();
  assert.match(await page.locator('.detail').innerText(), /Certainty/);
  assert.ok((await page.locator('article .chosen-trigger').count()) > 0);
  await accessible(page, 'read');
  await look(page, 'read');
  // So is a file that is dropped.
  await page.goto(`${url}/codebook`);
  await page.locator('h1').waitFor();
  await page.evaluate((words) => {
    const data = new DataTransfer();
    data.items.add(new File([words], 'article.txt', { type: 'text/plain' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, text);
  await page.waitForURL(/\/read/);
  await page.locator('[aria-labelledby=r-events] button').first().waitFor({ timeout: 60_000 });
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('header nav').isVisible(), false, 'no navigation in print');
  assert.equal(await page.locator('article').isVisible(), true);
  await page.context().close();
  await everywhere('/read', 'read-form', (p) => p.locator('textarea').waitFor());
});

await step('article', async () => {
  const page = await fresh();
  await page.goto(`${url}/event/${report.id}`);
  await page.waitForURL(/\/article\/art_.*at=ev_/);
  await page.locator('.detail .rule code').waitFor();
  await page.locator('article [data-marks^=e]').first().click();
  await page.locator('.detail dl').waitFor();
  await page.context().close();
  await everywhere(`/article/${report.article}?at=${report.id}`, 'article', (p) => p.locator('.detail .rule .quiet').first().waitFor());
});

await step('hostile article', async () => {
  const page = await fresh();
  for (const path of [`/article/${attack.id}`, '/', '/explore', '/explore?kind=events', '/explore?kind=articles', `/story/${attack.story}`, '/explore?kind=actors']) {
    await page.goto(url + path);
    await page.locator('h1').first().waitFor();
    await page.waitForTimeout(400);
    assert.equal(await page.evaluate(() => window.__ran), undefined, path);
    assert.equal(await page.locator('main img, main script, main b[onmouseover]').count(), 0, path);
    assert.equal(await page.locator('a[href^="javascript:"]').count(), 0, path);
  }
  await page.goto(`${url}/article/${attack.id}`);
  await page.locator('article').waitFor();
  assert.match(await page.locator('article').innerText(), /<script>window\.__ran=1<\/script>/);
  for (const button of await page.locator('aside button').all()) {
    await button.click();
    assert.equal(await page.evaluate(() => window.__ran), undefined);
  }
  await page.context().close();
});

await step('occurrence', () => everywhere(`/occurrence/${raid.id}`, 'occurrence', (p) => p.locator('h1').waitFor()));
await step('actor', () =>
  everywhere(`/actor/${actor.id}`, 'actor', async (p) => {
    await p.locator('section svg[role=group] a').first().waitFor();
    await p.locator('#positions').waitFor();
    await p.locator('section .plain a[href^="/pair/"]').first().waitFor();
    // Seen from one side, pairs are named by the other one.
    const named = await p.locator('section a[href^="/pair/"] span:first-child').allInnerTexts();
    assert.ok(named.every((name) => !name.includes(' – ')), named.join());
  }),
);
await step('actor by a part of its name', async () => {
  const page = await fresh();
  await page.goto(`${url}/actor/${encodeURIComponent(actor.name.split(' ').at(-1).toLowerCase())}`);
  await page.locator(`.namesakes a[href*="${actor.id}"]`).waitFor();
  await page.context().close();
});
await step('sides of a sector', async () => {
  const page = await fresh();
  await page.goto(`${url}/pair/SDN.MIL/SDN.PRM`);
  const record = page.getByRole('region', { name: 'Sudan, military on record' });
  await record.locator('blockquote').first().waitFor();
  assert.match(await record.innerText(), /army/);
  const other = page.getByRole('region', { name: 'Sudan, paramilitaries on record' });
  await other.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  assert.doesNotMatch(await other.innerText(), /army, via/, 'of one side there is nothing on the other one’s record');
  // A name is as good as an id: the counterpart alone is named.
  await page.goto(`${url}/actor/Rapid%20Support%20Forces`);
  await page.locator('section a[href^="/pair/"]').first().waitFor();
  await page.locator('.namesakes a').first().waitFor();
  const named = await page.locator('section a[href^="/pair/"] span:first-child').allInnerTexts();
  assert.ok(named.every((name) => !name.includes(' – ')), named.join());
  await page.context().close();
});
await step('pair', () =>
  everywhere('/pair/BFA/MLI', 'pair', async (p) => {
    for (const side of [0, 1]) await p.locator('svg[role=group]').nth(side).locator('a').first().waitFor();
    // Two charts side by side have one scale.
    const [forth, back] = await p.locator('svg[role=group]').evaluateAll((charts) => charts.map((chart) => [...chart.querySelectorAll('text[text-anchor=end]')].map((t) => t.textContent).join()));
    assert.equal(forth, back);
  }),
);
await step('story', async () => {
  const copied = stories.find((s) => s.n_texts < s.n_reports);
  const page = await fresh();
  await page.goto(`${url}/story/${copied.id}`);
  const reprints = page.locator('details', { hasText: 'reprint' });
  await reprints.first().waitFor();
  assert.equal(await reprints.first().locator('li').first().isVisible(), false, 'reprints are folded');
  await reprints.first().locator('summary').click();
  await reprints.first().locator('li a').first().waitFor();
  await page.goto(`${url}/story/${raidStory}`);
  await page.locator('tbody tr', { hasText: 'figures differ' }).first().waitFor();
  const told = await page.locator('tbody tr', { hasText: 'figures differ' }).first().innerText();
  assert.match(told, /11 killed/);
  assert.match(told, /15 killed/);
  assert.match(told, /first/);
  await page.context().close();
  await everywhere(`/story/${stories[0].id}`, 'story', (p) => p.locator('table tbody tr').first().waitFor());
});

await step('explore', async () => {
  const page = await fresh();
  await page.goto(`${url}/explore?kind=events`);
  await page.locator('[role=cell]').first().waitFor();
  // Columns stand under their heads, and only rows in sight are in the page.
  const edges = (cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().left));
  const heads = await page.locator('[role=columnheader]').evaluateAll(edges);
  for (const n of [1, 2, 3, 9]) {
    const cells = await page.locator('.rows [role=row]').nth(n).locator('[role=cell]').evaluateAll(edges);
    assert.deepEqual(cells, heads, `row ${n} stands under its heads`);
  }
  assert.ok((await page.locator('.rows [role=row]').count()) < 60);
  // What is printed is all that was fetched.
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.ok((await page.locator('.rows [role=row]').count()) > 150);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.locator('.table').evaluate((table) => table.scrollTo(0, table.scrollHeight));
  await page.waitForFunction(() => !/more as you scroll/.test(document.querySelector('[role=status]')?.textContent ?? ''));
  assert.ok((await page.locator('.rows [role=row]').count()) < 60);
  const all = await page.getByRole('status').first().innerText();
  await page.getByLabel('Filter: actor').fill('CHN');
  await page.getByLabel('Filter: actor').press('Enter');
  await page.waitForURL(/actor=CHN/);
  await page.waitForFunction((before) => document.querySelector('[role=status]')?.textContent?.trim() !== before, all);
  const link = page.url();
  for (const [name, ending] of [['CSV', 'csv'], ['Parquet', 'parquet']]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    assert.equal(download.suggestedFilename(), `chancery-events.${ending}`);
    const bytes = readFileSync(await download.path());
    if (ending === 'parquet') assert.equal(bytes.subarray(0, 4).toString(), 'PAR1');
    else assert.match(bytes.toString(), /^id,article,publisher/);
  }
  const again = await fresh();
  await again.goto(link);
  await again.locator('[role=cell]').first().waitFor();
  assert.equal(await again.getByLabel('Filter: actor').inputValue(), 'CHN');
  await again.goto(`${url}/explore?near=nonsense`);
  await again.getByRole('alert').waitFor();
  assert.match(await again.getByRole('alert').innerText(), /Jenin,50km/);
  await page.context().close();
  await again.context().close();
  await everywhere('/explore?kind=events', 'explore', (p) => p.locator('[role=cell]').first().waitFor());
});

await step('codebook', async () => {
  const page = await fresh();
  await page.goto(`${url}/codebook`);
  await page.getByPlaceholder(/diplomats/).fill('Chad expelled two Libyan diplomats on Friday.');
  // It is tried as it is typed; Enter asks at once.
  await page.locator('.tried .quad').first().waitFor({ timeout: 60_000 });
  const first = await page.locator('.tried').innerText();
  assert.match(first, /sanction\.expel_diplomat/);
  assert.match(first, /What nearly did[^]*coerce\.deport/);
  await page.getByPlaceholder(/diplomats/).fill('The lake is cold in autumn.');
  await page.keyboard.press('Enter');
  await page.getByText('No rule matched.').waitFor();
  assert.ok((await page.locator('.list li').count()) < 60, 'of many rules those in sight are in the page');
  await page.getByLabel('Word, id or reason').fill('deport');
  await page.getByRole('link', { name: /coerce\.deport/ }).first().click();
  await page.getByText('Its sentences').waitFor();
  await page.context().close();
  await everywhere('/codebook/coerce.deport', 'codebook', async (p) => {
    await p.getByText('Its sentences').waitFor();
    await p.locator('.list li').first().waitFor();
  });
});

await step('correct', async () => {
  const page = await fresh();
  await page.goto(`${url}/correct`);
  await page.locator('.queue a').first().waitFor();
  await page.locator('.queue [role=region]').evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.locator('.queue li[aria-posinset="200"]').waitFor();
  assert.ok((await page.locator('.queue li').count()) < 60, 'of a long queue what is in sight is in the page');
  await page.keyboard.press('j');
  await page.waitForURL(/\/correct\/ev_/);
  await page.locator('.fields input, .fields select').first().waitFor();
  const first = page.url().match(/ev_\w+/)[0];
  await page.getByLabel('Your name').fill('Page Test');
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.waitForFunction((id) => !location.href.includes(id), first);
  const second = page.url().match(/ev_\w+/)[0];
  await page.locator('.fields input').first().waitFor();
  await page.getByLabel('Why').fill('it is an exercise');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.waitForFunction((id) => !location.href.includes(id), second);
  const third = page.url().match(/ev_\w+/)[0];
  await page.locator('#c-type').selectOption('CONSULT');
  await page.getByLabel('Why').fill('they only met');
  await page.getByRole('button', { name: /^Change/ }).click();
  await page.waitForFunction((id) => !location.href.includes(id), third);
  assert.equal((await api(`/api/v1/events/${first}`)).corrections[0].field, 'confirmed');
  assert.equal((await fetch(`${url}/api/v1/events/${second}`)).status, 404);
  assert.equal((await api(`/api/v1/events/${third}`)).type, 'CONSULT');
  await page.context().close();
  await everywhere(`/correct/${third}`, 'correct', async (p) => {
    await p.locator('.fields input').first().waitFor();
    await p.locator('.queue a').first().waitFor();
  });
});

await step('nothing there', async () => {
  const page = await fresh();
  await page.goto(`${url}/article/art_000000000000`);
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /no article/);
  await page.getByRole('alert').getByRole('link', { name: 'go to the desk' }).waitFor();
  await accessible(page, 'what is not there');
  await look(page, 'not-there');
  await page.goto(`${url}/?country=ATA`);
  await page.getByText('Nothing here passes the filters.').first().waitFor();
  await accessible(page, 'an empty desk');
  await look(page, 'empty-desk');
  await page.context().close();
});

await step('waiting and failing', async () => {
  const page = await fresh();
  await page.goto(`${url}/codebook`);
  await page.locator('h1').waitFor();
  let open = () => {};
  const gate = new Promise((done) => (open = done));
  await page.route('**/api/v1/overview*', async (route) => {
    await gate;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Desk', exact: true }).click();
  await page.locator('[aria-busy=true] .line').first().waitFor();
  assert.equal(await page.getByText('Nothing here passes the filters.').count(), 0, 'what was not asked yet is not nothing');
  await look(page, 'waiting');
  open();
  await page.locator('.pairs a').first().waitFor();
  // A server that went away is said to be that, on every page, and can be asked again.
  await page.unroute('**/api/v1/overview*');
  for (const name of ['Codebook', 'Desk', 'Explore', 'Stories']) {
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await page.getByRole('alert').first().waitFor();
    assert.match(await page.getByRole('alert').first().innerText(), /the server does not answer/i, name);
    if (name === 'Desk') await look(page, 'away');
    await accessible(page, `${name}, away`);
    await page.unroute('**/api/v1/**');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  }
  await page.context().close();
});

await browser.close();
if (renew) writeFileSync(BASE, `${JSON.stringify({ ...known, ...pictures })}\n`);
for (const line of wrong) console.error(`WRONG ${line}`);
console.log(wrong.length ? `${wrong.length} wrong` : 'all pages do what they should');
process.exit(wrong.length ? 1 : 0);
