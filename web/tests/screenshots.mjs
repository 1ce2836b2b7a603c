// The README's screenshots: node screenshots.mjs URL FOLDER
import { open } from './browser.mjs';

const [url, folder] = process.argv.slice(2);
const browser = await open();
const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1 });
await page.goto(`${url}/?since=2024-02-01&until=2024-05-31`);
await page.getByRole('group', { name: 'Map of happenings' }).waitFor();
await page.locator('.pairs li').first().waitFor();
await page.waitForLoadState('networkidle').catch(() => {});
await page.screenshot({ path: `${folder}/desk.png` });
const listed = await (await fetch(`${url}/api/v1/events?text=fishermen+%22Lake+Chad%22&limit=20`)).json();
const event = listed.records.find((row) => row.type === 'ASSAULT' && row.asserted_by) ?? listed.records.find((row) => row.type === 'ASSAULT') ?? listed.records[0];
await page.goto(`${url}/article/${event.article}?at=${event.id}`);
await page.locator('.rule code').first().waitFor();
await page.locator('.rule .quiet').first().waitFor();
await page.screenshot({ path: `${folder}/article.png` });
await browser.close();
