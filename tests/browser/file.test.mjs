// A folder built with `--file`, opened from a disk: no server, no modules, no fetch.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { browser, watched } from './site.mjs';

const FOLDER = path.resolve(process.env.NIEMYET_FILE_SITE ?? '../../public-file');
const ROOT = pathToFileURL(FOLDER + '/').href;
const skip = existsSync(FOLDER) ? false : `no site built with --file at ${FOLDER}`;
let chrome;

before(async () => {
  if (!skip) chrome = await browser();
});
after(async () => chrome?.close());

async function opened(address) {
  const context = await chrome.newContext();
  const { page, noise } = await watched(context, ROOT);
  await page.goto(ROOT + address);
  return { page, noise, close: () => context.close() };
}

test('a stick is searched by the box, and a suggestion leads to its page', { skip }, async () => {
  const { page, noise, close } = await opened('index.html');
  await page.keyboard.press('/');
  await page.keyboard.type('dang ky thuong tru');
  await page.locator('[role=option]:first-child', { hasText: '1.004222' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(ROOT + 'T/1.004222/index.html');
  assert.match(await page.locator('h1').textContent(), /Đăng ký thường trú/);
  await page.locator('footer a').first().click();
  await page.waitForURL(/index\.html$/);
  assert.deepEqual(noise, []);
  await close();
});

test('the results page takes the query from its address, and the way back leads to it', { skip }, async () => {
  const { page, noise, close } = await opened('T/1.004222/index.html');
  await page.locator('#q').fill('đăng ký kết hôn');
  await page.locator('form.search button').click();
  await page.waitForURL(/\/tim\/index\.html\?q=/);
  const first = page.locator('#ds a').first();
  await first.waitFor();
  const name = await first.textContent();
  await page.locator('#q').fill('khai sinh');
  await page.waitForURL(/q=khai\+sinh$/);
  await page.locator('#q').fill('đăng ký kết hôn');
  await page.waitForURL(/h%C3%B4n$/);
  await page.waitForFunction(name => document.querySelector('#ds a').textContent === name, name);
  await first.click();
  await page.waitForURL(/\/T\/[0-9.]+\/index\.html$/);
  assert.equal((await page.locator('h1').textContent()).trim(), name.trim());
  await page.goBack();
  await page.waitForURL(/\/tim\/index\.html\?q=/);
  await page.locator('#ds a').first().waitFor();
  assert.equal(await page.locator('#q').inputValue(), 'đăng ký kết hôn');
  assert.deepEqual(noise, []);
  await close();
});

test('a site built for the web still searches when it is opened from a disk', async () => {
  const root = pathToFileURL(path.resolve(process.env.NIEMYET_SITE ?? '../../public') + '/').href;
  chrome ??= await browser();
  const { page, noise } = await watched(await chrome.newContext(), root);
  await page.goto(root + 'tim/index.html?q=khai+sinh');
  await page.locator('#ds a').first().waitFor();
  assert.match(await page.locator('#ds a').first().textContent(), /khai sinh/);
  assert.deepEqual(noise, []);
});
