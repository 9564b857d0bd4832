// `niemyet serve` fills the results page in itself; the script that takes over finds nothing to change.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, eachOfTwo } from './site.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAM = process.env.NIEMYET ?? path.join(ROOT, 'target/debug/niemyet');
const PARTS = ['#dem', '#ymuon', '#chon', '#ketqua'];
let server, address, chrome;

before(async () => {
  server = spawn(PROGRAM, ['serve', '--port', '0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  address = await new Promise((done, fail) => {
    let said = '';
    server.stdout.on('data', more => {
      said += more;
      const found = said.match(/http:\/\/[^ ]+\//);
      if (found) done(found[0]);
    });
    server.on('exit', () => fail(new Error(`serve has ended: ${said}`)));
  });
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  server?.kill();
});

async function shown(query, javaScriptEnabled) {
  const context = await chrome.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const errors = [];
  page.on('pageerror', error => errors.push(error.message));
  await page.goto(`${address}tim/?${query}`);
  if (javaScriptEnabled) {
    await page.waitForFunction(() => [...document.scripts].some(({ src }) => src.includes('search-full')));
    await page.waitForLoadState('networkidle').catch(() => {}); // the stream of events stays open
    await page.waitForTimeout(500);
  }
  const parts = await Promise.all(PARTS.map(part => page.locator(part).evaluate(node => node.outerHTML)));
  const title = await page.title();
  await context.close();
  assert.deepEqual(errors, []);
  return [title, ...parts];
}

const QUERIES = [
  'q=mat+ho+chieu',
  'q=dang+ky&sector=ho-tich&level=commune',
  'q=hotichx',
  'q=giay+khaii+sinhh',
  'q=2991/QĐ-UBND',
  'q=H56.12-260101-0001',
  'q=ct01',
  'q=so+do&limit=100',
  'q=ly+hon',
  'q=ddawng+kys+khai+sinh',
  'q=khai+sinh&sector=thue',
  'q=1.010385',
  'q=%3Cb%3E&status=%3Ci%3E',
  'q=dang+ky&audience=foreign&online=online',
];

test('the same page with a script and without', async () => {
  await eachOfTwo(QUERIES, async query => {
    const [served, taken] = [await shown(query, false), await shown(query, true)];
    served.forEach((part, at) => assert.equal(taken[at], part, `${query}: ${PARTS[at - 1] ?? 'title'}`));
    assert.match(served[1], /<b>/);
  });
});

test('without a script choices are links, and the form keeps them', async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${address}tim/`);
  await page.locator('#q').fill('đăng ký');
  await page.keyboard.press('Enter');
  await page.locator('#loc > summary').click();
  await page.locator('#loc-level-commune').click();
  assert.equal(new URL(page.url()).searchParams.get('level'), 'commune');
  await page.locator('#q').fill('khai sinh');
  await page.keyboard.press('Enter');
  await page.waitForURL(/khai/);
  assert.deepEqual(
    [...new URL(page.url()).searchParams],
    [
      ['q', 'khai sinh'],
      ['level', 'commune'],
    ]
  );
  assert.match(await page.locator('#ds a').first().textContent(), /khai sinh/);
  await context.close();
});
