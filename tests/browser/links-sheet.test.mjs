// The page that opens links one after another (`niemyet links --sheet`), opened from a disk: keyboard, small screens, the table that it gives.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { browser, watched } from './site.mjs';

const BINARY = path.resolve(process.env.NIEMYET ?? '../../target/debug/niemyet');
const CATALOGUE = path.resolve('../../catalogue');
const folder = mkdtempSync(path.join(os.tmpdir(), 'niemyet-links-'));
const sheet = path.join(folder, 'mo.html');
const address = pathToFileURL(sheet).href;
let chrome;

before(async () => {
  execFileSync(BINARY, ['links', '--sheet', sheet, '--limit', '3', '--catalogue', CATALOGUE, '--today', '2026-11-29']);
  chrome = await browser();
});
after(async () => chrome?.close());

async function opened(viewport = { width: 360, height: 640 }) {
  const context = await chrome.newContext({ viewport, acceptDownloads: true });
  // No test leaves this machine: the portal is answered here.
  await context.route(/^https:/, route => route.fulfill({ contentType: 'text/html', body: '<title>Cổng</title>' }));
  const { page, noise } = await watched(context, address);
  await page.goto(address);
  return { context, page, noise };
}

const text = (page, id) => page.locator(`#${id}`).textContent();

test('links are opened and marked by keyboard alone, the marks stay, and the table has them', async () => {
  const { context, page, noise } = await opened();
  const code = await text(page, 'code');
  await page.locator('#ok').focus();
  await page.keyboard.press('Enter');
  assert.equal(await text(page, 'told'), 'Ghi họ tên người xem trước đã.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'who');
  await page.keyboard.type('Nguyễn Văn A');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'open');
  const tab = context.waitForEvent('page');
  await page.keyboard.press('Enter');
  const portal = await tab;
  assert.equal(portal.url(), await text(page, 'address'));
  await portal.close();
  await page.bringToFront();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.match(await text(page, 'done'), /^1 \/ 3: đúng 1, sai 0$/);
  assert.notEqual(await text(page, 'code'), code);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'open');
  await page.locator('#note').fill('=1+1 "khác"');
  await page.locator('#wrong').click();
  await page.reload();
  assert.match(await text(page, 'done'), /^2 \/ 3: đúng 1, sai 1$/);
  assert.equal(await text(page, 'number'), '3 / 3');
  assert.equal(await page.locator('#who').inputValue(), 'Nguyễn Văn A');
  const download = page.waitForEvent('download');
  await page.locator('#download').click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  const rows = csv.replace('\ufeff', '').trim().split('\r\n');
  assert.equal(rows.length, 3);
  assert.equal(rows[0], '"code","address","result","day","who","note"');
  assert.match(
    rows[1],
    new RegExp(`^"${code}","https://dichvucong\\.gov\\.vn/[^"]+","ok","\\d{4}-\\d\\d-\\d\\d","Nguyễn Văn A",""$`)
  );
  assert.ok(rows[2].endsWith(',"Nguyễn Văn A","\'=1+1 ""khác"""'), rows[2]);
  assert.deepEqual(noise, []);
  await context.close();
});

test('a result is taken back, the list leads to each link, and the last mark leads to the table', async () => {
  const { context, page } = await opened();
  await page.locator('#who').fill('B');
  for (let times = 0; times < 3; times += 1) await page.locator('#ok').click();
  assert.equal(await text(page, 'told'), 'Đã xem hết. Tải bảng kết quả về.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'download');
  await page.locator('#list li:first-child button').click();
  assert.match(await text(page, 'state'), /^đúng · .* · B$/);
  await page.locator('#clear').click();
  assert.match(await text(page, 'done'), /^2 \/ 3/);
  await context.close();
});

test('nothing is wider than a telephone, at twice the size of letters too, and storage that is broken is no error', async () => {
  const { context, page } = await opened();
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(await wide(), 0);
  await page.addStyleTag({ content: 'html{font-size:200%}' }).catch(() => {});
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  assert.equal(await wide(), 0);
  for (const broken of ['nonsense', '[]', 'null', '{"1.004222":3}']) {
    await page.evaluate(broken => localStorage.setItem('niemyet-links', broken), broken);
    await page.reload();
    assert.match(await text(page, 'done'), /^0 \/ 3/, broken);
  }
  await context.close();
});

test('the page loads and sends nothing, and its policy lets no other script run', async () => {
  const { context, page } = await opened();
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    return window.ran === true;
  });
  assert.equal(ran, false);
  await context.close();
});
