// Where people go: the reader's own office on a procedure's page, chosen once, kept in the address and stored nowhere.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { browser, host, watched } from './site.mjs';

const SITE = process.env.NIEMYET_SITE ?? '../../public';
const FILE_SITE = path.resolve(process.env.NIEMYET_FILE_SITE ?? '../../public-file');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Procedures that every commune has, and one that none has. */
const HERE = 'T/1.000080/',
  ALSO_HERE = 'T/1.000110/',
  ELSEWHERE = 'T/1.001138/';
let web, chrome;

before(async () => {
  web = await host(SITE, '/a/b/');
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await web?.close();
});

async function visit(address, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 360, height: 800 }, ...options });
  const { page, noise } = await watched(context, web.origin);
  await page.goto(web.url + address);
  return { context, page, noise, close: () => context.close() };
}

/** What the browser keeps of the site: nothing. */
async function kept(context, page) {
  const stored = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
    ((await caches?.keys?.()) ?? []).length,
  ]);
  return [...stored, (await context.cookies()).length];
}

const noi = page => new URL(page.url()).searchParams.get('noi');

test('by keys alone and without accents an office is chosen, the address says so, and the next page keeps it', async () => {
  const { context, page, noise, close } = await visit(HERE);
  const box = page.getByRole('combobox', { name: 'Xã, phường của bạn' });
  await box.waitFor();
  assert.match(await page.locator('#noi-lam').textContent(), /Ủy ban nhân dân xã, phường nơi làm thủ tục/);
  // From the link before it the box is the next stop.
  await page.locator('#noi-lam ul a').focus();
  await page.keyboard.press('Tab');
  assert.equal(await box.evaluate(element => element === document.activeElement), true);
  await page.keyboard.type('hac th');
  const options = page.locator('#noi-ds [role=option]');
  await page.waitForFunction(() => document.querySelectorAll('#noi-ds [role=option]').length === 1);
  assert.deepEqual(await options.allTextContents(), ['Phường Hạc Thành']);
  assert.equal(await page.locator('#noi-lam [role=status]').textContent(), '1 nơi');
  assert.equal(await box.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  assert.equal(await box.getAttribute('aria-activedescendant'), 'noi-ds-0');
  await page.keyboard.press('Enter');
  await page.locator('#noi-lam a', { hasText: 'Ủy ban nhân dân phường Hạc Thành' }).waitFor();
  assert.equal(noi(page), 'phuong-hac-thanh');
  // The kind in words gives place to the office.
  assert.doesNotMatch(await page.locator('#noi-lam').innerText(), /nơi làm thủ tục/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Ủy ban nhân dân phường Hạc Thành');
  // Through a list to another procedure, by links that were in the pages before.
  await page.locator('.crumb a').last().click();
  await page.waitForURL(/linh-vuc\/[^?]*\?noi=phuong-hac-thanh$/);
  await page.locator(`main a[href*='${ALSO_HERE}']`).click();
  await page.locator('#noi-lam a', { hasText: 'Ủy ban nhân dân phường Hạc Thành' }).waitFor();
  assert.equal(noi(page), 'phuong-hac-thanh');
  await page.reload();
  await page.locator('#noi-lam a', { hasText: 'Ủy ban nhân dân phường Hạc Thành' }).waitFor();
  assert.deepEqual(await kept(context, page), [0, 0, 0, 0, 0]);
  assert.deepEqual(noise, []);
  await close();
});

test('a search keeps the office, by its suggestions and by its results', async () => {
  const { page, noise, close } = await visit(`${HERE}?noi=xa-yen-dinh`);
  await page.locator('#q').fill('dang ky khai sinh');
  // By a click, which waits for what it clicks: on a busy machine the list may come anew between two keys.
  await page
    .locator('.search:not(.pick) [role=option]')
    .filter({ hasText: /khai sinh/i })
    .first()
    .click();
  await page.waitForURL(/\/T\/(?!1\.000080)[0-9.]+\/\?noi=xa-yen-dinh$/);
  await page.locator('#q').fill('ket hon');
  await page.locator('header form.search button').click();
  await page.locator('#ds a').first().waitFor();
  assert.equal(noi(page), 'xa-yen-dinh');
  await page.locator('#q').fill('khai tu');
  await page.waitForURL(/q=khai\+tu&noi=xa-yen-dinh$/);
  await page.locator('#ds a').first().click();
  await page.waitForURL(/\/T\/[0-9.]+\/\?noi=xa-yen-dinh$/);
  assert.deepEqual(noise, []);
  await close();
});

test('another is chosen, and an office that is not here is said to be none', async () => {
  const { page, noise, close } = await visit(`${HERE}?noi=xa-yen-dinh#hoi`);
  await page.getByRole('button', { name: 'Chọn nơi khác' }).click();
  assert.equal(noi(page), null);
  assert.equal(new URL(page.url()).hash, '#hoi');
  const box = page.getByRole('combobox', { name: 'Xã, phường của bạn' });
  assert.equal(await box.evaluate(element => element === document.activeElement), true);
  await box.fill('khong co noi nao');
  await page.getByText('Không có nơi nào tên như vậy').waitFor();
  await box.fill('');
  await box.click();
  await page.waitForFunction(() => document.querySelectorAll('#noi-ds [role=option]').length === 166);
  await box.press('Escape');
  assert.equal(await page.locator('#noi-ds').isHidden(), true);
  await page.goto(`${web.url}${HERE}?noi=%3Cb%3Ex`);
  await page.getByText('Danh mục này không có đơn vị “<b>x”.').waitFor();
  await page.goto(`${web.url}${HERE}?noi=so-y-te`);
  await page.getByText('Sở Y tế không làm thủ tục này.').waitFor();
  assert.deepEqual(noise, []);
  await close();
});

test('the names are asked for when the box is used, and not before', async () => {
  const { page, noise, close } = await visit(HERE);
  const asked = [];
  page.on('request', request => asked.push(request.url().replace(/.*\//, '')));
  await page.waitForLoadState('networkidle');
  assert.equal(asked.includes('offices.js'), false);
  await page.locator('#noi-ten').focus();
  await page.waitForFunction(() => globalThis.niemyet.offices);
  assert.deepEqual(
    asked.filter(name => name.endsWith('.js')),
    ['offices.js']
  );
  assert.deepEqual(noise, []);
  await close();
});

test('a procedure of one office names it with no script, and one of many names the kind and leads to all', async () => {
  const { page, noise, close } = await visit(ELSEWHERE, { javaScriptEnabled: false });
  assert.equal(await page.locator('#noi-lam a').getAttribute('href'), '../../don-vi/so-y-te/');
  await page.goto(web.url + HERE);
  assert.match(await page.locator('#noi-lam').innerText(), /xã, phường nơi làm thủ tục/);
  assert.equal(await page.locator('#noi-ten').isHidden(), true);
  await page.locator('#noi-lam a').click();
  await page.waitForURL(/\/don-vi\/$/);
  assert.deepEqual(noise, []);
  await close();
});

test('the page of an office leads to procedures with that office, and its own anchors stay on the page', async () => {
  const { page, noise, close } = await visit('don-vi/phuong-hac-thanh/');
  await page.locator('summary').first().click();
  await page.locator('.chips a').first().click();
  assert.equal(new URL(page.url()).search, '');
  await page.locator(`main a[href*='${HERE}']`).click();
  await page.locator('#noi-lam a', { hasText: 'Ủy ban nhân dân phường Hạc Thành' }).waitFor();
  assert.equal(noi(page), 'phuong-hac-thanh');
  assert.deepEqual(noise, []);
  await close();
});

test('axe-core finds nothing while one chooses and once one has', async () => {
  for (const width of [360, 1280]) {
    const { page, noise, close } = await visit(HERE, { viewport: { width, height: 800 }, bypassCSP: true });
    const box = page.getByRole('combobox', { name: 'Xã, phường của bạn' });
    const examine = async what => {
      const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(
        found.violations.map(v => `${v.id}: ${v.nodes[0].target}`),
        [],
        `${what} at ${width}`
      );
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      );
      assert.ok(overflow <= 0, `${what} at ${width}`);
    };
    await box.waitFor();
    await page.addScriptTag({ path: AXE });
    await examine('closed');
    await box.fill('thanh');
    await page.locator('#noi-ds [role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await examine('open');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Chọn nơi khác' }).waitFor();
    await examine('chosen');
    assert.deepEqual(noise, []);
    await close();
  }
});

test('a folder opened from a disk asks and remembers too', {
  skip: existsSync(FILE_SITE) ? false : `no site at ${FILE_SITE}`,
}, async () => {
  const root = pathToFileURL(FILE_SITE + '/').href;
  const context = await chrome.newContext();
  const { page, noise } = await watched(context, root);
  await page.goto(`${root}${HERE}index.html`);
  await page.getByRole('combobox', { name: 'Xã, phường của bạn' }).fill('hac thanh');
  await page.locator('#noi-ds [role=option]').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('#noi-lam a', { hasText: 'phường Hạc Thành' }).waitFor();
  await page.locator('.crumb a').last().click();
  await page.waitForURL(/index\.html\?noi=phuong-hac-thanh$/);
  await page.locator(`main a[href*='${ALSO_HERE}']`).click();
  await page.locator('#noi-lam a', { hasText: 'phường Hạc Thành' }).click();
  await page.waitForURL(/don-vi\/phuong-hac-thanh\/index\.html/);
  assert.deepEqual(noise, []);
  await context.close();
});
