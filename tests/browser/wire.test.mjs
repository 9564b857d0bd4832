// How the search travels: what is asked for and when, what a reader is told where a file is not what it should be, and
// that the open page searches on with no network.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, host, watched } from './site.mjs';

const SITE = process.env.NIEMYET_SITE ?? '../../public';
const MESSAGE = /Hãy tải lại trang này/;
const CLIENT = /search-client\.[0-9a-f]{16}\.js$/,
  NAMES = /search-names\.[0-9a-f]{16}\.js$/,
  FULL = /search-full\.[0-9a-f]{16}\.js$/;
let web, chrome;

before(async () => {
  web = await host(SITE);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await web?.close();
});

/** A page with what it asked for; `spoil` may answer in the place of the host before anything is loaded. */
async function visit(address, spoil = () => {}) {
  const context = await chrome.newContext();
  const { page, noise } = await watched(context, web.origin);
  const scripts = [];
  page.on('request', request => {
    if (/assets\/search/.test(request.url()))
      scripts.push(
        request
          .url()
          .replace(/.*assets\//, '')
          .replace(/\.[0-9a-f]{16}\./, '.*.')
      );
  });
  await spoil(page);
  await page.goto(web.url + address);
  return { context, page, noise, scripts, close: () => context.close() };
}

const answered = page => page.locator('#ds a').first().waitFor();

test('a page asks for one script, the used box for the rest, and no key for anything', async () => {
  const { page, noise, scripts, close } = await visit('');
  await page.waitForLoadState('networkidle');
  assert.deepEqual(scripts, ['searchbox.js']);
  const last = page.waitForRequest(FULL);
  await page.locator('#q').focus();
  await last;
  await page.waitForLoadState('networkidle');
  const loaded = scripts.length;
  assert.deepEqual(scripts.sort(), ['search-client.*.js', 'search-full.*.js', 'search-names.*.js', 'searchbox.js']);
  await page.keyboard.type('dang ky ket hon');
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.type(' nuoc ngoai');
  await page.waitForLoadState('networkidle');
  assert.equal(scripts.length, loaded);
  assert.deepEqual(noise, []);
  await close();
});

test('what is typed before the search has come is answered when it comes', async () => {
  let release;
  const held = new Promise(resolve => (release = resolve));
  const { page, noise, close } = await visit('', page =>
    page.route(CLIENT, async route => {
      await held;
      await route.continue();
    })
  );
  await page.locator('#q').focus();
  await page.keyboard.type('dang ky khai sinh');
  assert.equal(await page.locator('[role=option]').count(), 0);
  release();
  await page.locator('[role=option]').first().waitFor();
  assert.deepEqual(noise, []);
  await close();
});

test('an open page searches on with no network', async () => {
  const { context, page, noise, close } = await visit('tim/?q=khai+sinh');
  await answered(page);
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.locator('#q').fill('dang ky ket hon');
  await page.waitForFunction(() => /kết hôn/.test(document.querySelector('#ds a')?.textContent));
  assert.match(page.url(), /q=dang\+ky\+ket\+hon$/);
  assert.deepEqual(noise, []);
  await close();
});

/** The body that the host would give, altered. */
const altered = change => async route => {
  const response = await route.fetch();
  const headers = { 'content-type': 'text/javascript; charset=utf-8' };
  await route.fulfill({ status: 200, headers, body: change(await response.text()) });
};
const SPOILT = {
  'cut short': altered(text => text.slice(0, text.length / 2)),
  'cut to nothing': altered(() => ''),
  'a page in its place': altered(() => '<!doctype html><title>not here</title>'),
  "another site's script": altered(() => 'globalThis.other = 1;'),
  'a script that fails': altered(() => 'globalThis.other.other = 1;'),
  noise: altered(text => text.replace(/[a-z]/g, (letter, at) => (at % 97 === 0 ? '\u0007' : letter))),
  'of another format': altered(text =>
    text.replace(/"format":\d+/, '"format":999').replace(/const format = \d+/, 'const format = 999')
  ),
  emptied: altered(text =>
    text
      .replace(/String\.raw`(\{"format":\d+).*`/s, 'String.raw`$1}`')
      .replace(/niemyet\.searcher|searcher \}/, 'nothing')
  ),
  'not there': route => route.fulfill({ status: 404, headers: { 'content-type': 'text/html' }, body: '<p>404' }),
  refused: route => route.abort(),
};

for (const [which, pattern] of [
  ['client', CLIENT],
  ['names', NAMES],
  ['full text', FULL],
]) {
  for (const [how, answer] of Object.entries(SPOILT)) {
    test(`a reader is told to reload where the file of the ${which} is ${how}`, async () => {
      for (const [address, shown] of [
        ['tim/?q=khai+sinh', true],
        ['T/1.004222/', false],
      ]) {
        const { page, noise, close } = await visit(address, page => page.route(pattern, answer));
        if (!shown) await page.locator('#q').fill('khai sinh');
        const note = page.locator('[role=alert]');
        await note.waitFor();
        assert.match(await note.textContent(), MESSAGE);
        assert.deepEqual(
          noise.filter(line => /^error|Uncaught/.test(line)),
          []
        );
        await close();
      }
    });
  }
}

test('a reader is told of a file that never comes, and searches once it has come', async () => {
  let release;
  const held = new Promise(resolve => (release = resolve));
  const { page, noise, close } = await visit('tim/', async page => {
    await page.clock.install();
    await page.route(NAMES, async route => {
      await held;
      await route.continue();
    });
  });
  await page.locator('#q').fill('khai sinh');
  await page.waitForFunction(() => globalThis.niemyet?.searcher);
  assert.equal(await page.locator('[role=alert]:visible').count(), 0);
  await page.clock.fastForward(60_000);
  await page.locator('[role=alert]').waitFor();
  assert.match(await page.locator('[role=alert]').textContent(), MESSAGE);
  release();
  await page.locator('#q').fill('khai sinh lại');
  await page.clock.fastForward(1_000);
  await answered(page);
  assert.equal(await page.locator('[role=alert]:visible').count(), 0);
  assert.deepEqual(noise, []);
  await close();
});
