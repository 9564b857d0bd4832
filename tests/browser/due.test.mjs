// The day on which an answer is due is counted by the reader's day in Vietnam, from the calendar on record, and never beyond it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, host, watched } from './site.mjs';

const NIEMYET = process.env.NIEMYET ?? '../../target/debug/niemyet';
/** Tết of 2031 stands in for a calendar: Monday 20 to Friday 24 January off, Saturday 1 February worked; known until 1 May. */
const CALENDAR = `[[year]]
year = 2031
source = "an announcement that the test made"
holidays = [2031-01-01, 2031-01-20, 2031-01-21, 2031-01-22, 2031-01-23, 2031-01-24]
working = [2031-02-01]
until = 2031-05-01
`;
let folder, web, chrome;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'niemyet-due-'));
  const project = path.join(folder, 'project'),
    out = path.join(folder, 'public');
  await cp('../fixtures/render', project, { recursive: true });
  await writeFile(path.join(project, 'catalogue', 'calendar.toml'), CALENDAR);
  execFileSync(NIEMYET, ['--catalogue', project, '--today', '2026-11-21', 'build', '--out', out], { stdio: 'ignore' });
  web = await host(out, '/tthc/');
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await web?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** What a page says at a moment to a reader whose page has limits of these days: the words, or null for nothing. */
async function says(address, moment, terms, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const { page, noise } = await watched(context, web.origin);
  await page.clock.setFixedTime(new Date(moment));
  await page.goto(web.url + address);
  const places = page.locator('.facts [data-term]');
  assert.ok(await places.count(), `${address} has a limit in days`);
  const told = [];
  for (const [count, unit] of terms) {
    await places.first().evaluate(
      (place, [count, unit]) => {
        place.dataset.term = count;
        place.dataset.unit = unit;
        dispatchEvent(new Event('pageshow'));
      },
      [count, unit]
    );
    const answer = places.first().locator('.answer');
    told.push((await answer.count()) ? await answer.textContent() : null);
  }
  assert.deepEqual(noise, []);
  await context.close();
  return told;
}

const PAGE = 'T/1.000001/'; // 3,5 working days, cut from 7
const SITE = process.env.NIEMYET_SITE ?? '../../public';
const ENDED = 'T/1.010385/'; // of the committed catalogue: its record has a limit in days
const today = last => `Nộp đủ hồ sơ hôm nay trong giờ làm việc: trả chậm nhất ${last}.`;

test('as the page has it: a half day ends within the next, holidays do not count', async () => {
  const context = await chrome.newContext({ viewport: { width: 360, height: 740 } });
  const { page, noise } = await watched(context, web.origin);
  await page.clock.setFixedTime(new Date('2031-01-15T02:00:00Z'));
  await page.goto(web.url + PAGE);
  assert.deepEqual(await page.locator('.facts .answer').allTextContents(), [
    today('thứ Ba, 28/01/2031'),
    today('thứ Sáu, 31/01/2031'),
  ]); // on line by the cut, at the desk by the rule
  assert.deepEqual(noise, []);
  await context.close();
});

test('days and months that end on a day of rest end on the next working day', async () => {
  const terms = [
    [7, 'day'],
    [1, 'month'],
    [1, 'working_day'],
  ];
  assert.deepEqual(await says(PAGE, '2031-01-15T02:00:00Z', terms), [
    today('thứ Hai, 27/01/2031'),
    today('thứ Hai, 17/02/2031'),
    today('thứ Năm, 16/01/2031'),
  ]);
  assert.deepEqual(await says(PAGE, '2031-01-31T02:00:00Z', terms), [
    today('thứ Sáu, 07/02/2031'),
    today('thứ Sáu, 28/02/2031'),
    today('thứ Bảy, 01/02/2031'),
  ]);
});

test('on a day of rest it counts from the next working day, and says so', async () => {
  assert.deepEqual(await says(PAGE, '2031-01-19T02:00:00Z', [[1, 'working_day']]), [
    'Nộp đủ hồ sơ vào thứ Hai, 27/01/2031: trả chậm nhất thứ Ba, 28/01/2031.',
  ]);
});

test("the day is the reader's in Vietnam", async () => {
  const zone = { timezoneId: 'America/Los_Angeles' };
  assert.deepEqual(await says(PAGE, '2031-01-15T16:59:59Z', [[1, 'working_day']], zone), [
    today('thứ Năm, 16/01/2031'),
  ]);
  assert.deepEqual(await says(PAGE, '2031-01-15T17:00:00Z', [[1, 'working_day']], zone), [
    today('thứ Sáu, 17/01/2031'),
  ]);
});

test('beyond the calendar, before it and of a number that no day has nothing is said', async () => {
  const terms = [
    [2, 'working_day'],
    [3, 'working_day'],
    [4294967, 'month'],
  ];
  assert.deepEqual(await says(PAGE, '2031-04-28T02:00:00Z', terms), [today('thứ Tư, 30/04/2031'), null, null]);
  assert.deepEqual(await says(PAGE, '2030-12-31T02:00:00Z', terms), [null, null, null]);
  assert.deepEqual(await says(PAGE, '2032-01-05T02:00:00Z', terms), [null, null, null]);
});

test('without script nothing is said, and the page of an ended procedure has no such place', async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const { page } = await watched(context, web.origin);
  await page.goto(web.url + PAGE);
  assert.equal(await page.locator('.answer').count(), 0);
  const real = await readFile(path.join(SITE, ENDED, 'index.html'), 'utf8');
  assert.match(real, /class="facts"/);
  assert.doesNotMatch(real, /data-term|due\.js/);
  await context.close();
});
