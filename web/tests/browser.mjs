// Opens the machine's own Chromium; nothing is downloaded.
import { chromium } from 'playwright-core';

export function open() {
  const executablePath = process.env.CHANCERY_BROWSER;
  if (!executablePath) throw new Error('CHANCERY_BROWSER names no browser; `cargo xtask test --full` sets it');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
}
