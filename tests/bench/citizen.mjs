// A citizen's tasks on a built site: how many taps, how many letters, how many seconds, on a telephone whose processor is a quarter of
// this machine's. Prints a table; judges nothing.
//
//   (cd tests/browser && npm ci) && node tests/bench/citizen.mjs [SITE…]
//
// SITE is a folder that `niemyet build` wrote, public/ where none is given; of two the second is compared with the first. Seconds run
// from the first page asked for until what was looked for is on the screen: the median of RUNS runs, with the least and the most.
import { chromium } from '../browser/node_modules/playwright-core/index.mjs';
import { host } from '../browser/site.mjs';

const RUNS = Number(process.env.RUNS ?? 5),
  SLOWER = 4;
const sites = process.argv.length > 2 ? process.argv.slice(2) : ['public'];

/** What a person does; each counts. */
class Hand {
  constructor(page) {
    Object.assign(this, { page, taps: 0, letters: 0 });
  }
  async tap(locator) {
    this.taps += 1;
    await locator.first().click();
  }
  async press(key) {
    this.taps += 1;
    await this.page.keyboard.press(key);
  }
  async type(text) {
    this.letters += text.length;
    await this.page.keyboard.type(text);
  }
  async sees(locator) {
    await locator.first().waitFor();
    await locator.first().evaluate(async it => {
      const box = it.getBoundingClientRect();
      if (box.top >= innerHeight) throw new Error('it is below the screen');
    });
  }
  /** Screens that a thumb moves on by, each a tap. */
  async scroll(locator) {
    this.taps += await locator.first().evaluate(it => Math.ceil(it.getBoundingClientRect().bottom / innerHeight) - 1);
  }
  async search(words) {
    await this.tap(this.page.locator('input[type=search]'));
    await this.type(words);
  }
}
const button = page => page.locator('.go a.btn');
const first = (page, text) => page.locator('[role=option]').filter({ hasText: text });

/** Each gets to what it is about, or throws. */
const TASKS = {
  'birth registration, to its page on the portal': async (hand, page) => {
    await hand.search('dang ky khai sinh');
    await hand.tap(first(page, /đăng ký khai sinh/i));
    await hand.sees(button(page));
  },
  'a repealed procedure by its old code, to what applies now': async (hand, page) => {
    await hand.search('1010385');
    await hand.tap(page.locator('[role=option]'));
    await hand.sees(page.locator('.law .st'));
    await page.locator('.now h2').waitFor();
  },
  'what has changed lately': async (hand, page) => {
    const link = page.locator("a[href$='thay-doi/']").filter({ visible: true });
    await hand.tap(link);
    await hand.sees(page.locator('.ev'));
  },
  'how long, how much, where': async (hand, page) => {
    await hand.search('dang ky thuong tru');
    await hand.tap(first(page, /đăng ký thường trú/i));
    await hand.sees(page.locator('dl.facts'));
  },
  'a mistyped code': async (hand, page) => {
    await hand.search('1.00446');
    await hand.press('Enter');
    await page.waitForURL(/tim\/.*q=1\.00446/);
    await hand.sees(page.locator('#dem').filter({ hasText: /\d|Không|No/ }));
  },
  'by keyboard alone, to the portal': async (hand, page) => {
    await hand.press('/');
    await hand.type('dang ky khai sinh');
    await first(page, /đăng ký khai sinh/i)
      .first()
      .waitFor();
    await hand.press('ArrowDown');
    await hand.press('Enter');
    await button(page).waitFor();
    const isThere = () => page.evaluate(() => document.activeElement?.matches('.go a.btn') ?? false);
    while (!(await isThere())) {
      if (hand.taps > 60) throw new Error('the button is out of reach');
      await hand.press('Tab');
    }
  },
};
/** Those without JavaScript, and those at twice the size of text. */
const OTHERS = {
  'without JavaScript: by sector, to the portal': [
    { javaScriptEnabled: false },
    async (hand, page) => {
      await hand.tap(page.locator("a[href*='linh-vuc/ho-tich/'], a[href$='linh-vuc/']").filter({ visible: true }));
      const sector = page.locator("main a[href$='ho-tich/']");
      if (await sector.count()) await hand.tap(sector);
      await hand.tap(page.locator('main a').filter({ hasText: /^(Thủ tục )?đăng ký khai sinh$/i }));
      await hand.sees(button(page));
    },
  ],
  'text twice as large: birth registration, to the portal': [
    {},
    async (hand, page) => {
      await hand.search('dang ky khai sinh');
      await hand.tap(first(page, /đăng ký khai sinh/i));
      await button(page).waitFor();
      await page.addStyleTag({ content: ':root{font-size:200%!important}' });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) throw new Error(`${wide} px too wide`);
      await hand.scroll(button(page));
    },
  ],
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const one = async (url, options, task) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true, ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const wire = await context.newCDPSession(page);
    await wire.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const hand = new Hand(page),
      start = performance.now();
    await page.goto(url);
    await task(hand, page);
    return { taps: hand.taps, letters: hand.letters, seconds: (performance.now() - start) / 1000 };
  } finally {
    await context.close();
  }
};
const tasks = [
  ...Object.entries(TASKS).map(([name, task]) => [name, {}, task]),
  ...Object.entries(OTHERS).map(([name, [options, task]]) => [name, options, task]),
];
const webs = await Promise.all(sites.map(site => host(site)));
console.log(
  `| task | ${sites.map(site => `${site}: taps | letters | s`).join(' | ')} |\n|---|${'---|---|---|'.repeat(sites.length)}`
);
for (const [name, options, task] of tasks) {
  const cells = [];
  for (const web of webs) {
    try {
      const runs = [];
      for (let at = 0; at < RUNS; at += 1) runs.push(await one(web.url, options, task));
      const seconds = runs
        .map(run => run.seconds)
        .sort((a, b) => a - b)
        .map(it => it.toFixed(1));
      cells.push(runs[0].taps, runs[0].letters, `${seconds[RUNS >> 1]} (${seconds[0]}–${seconds.at(-1)})`);
    } catch (error) {
      cells.push('–', '–', `not done: ${error.message.split('\n')[0]}`);
    }
  }
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
await browser.close();
await Promise.all(webs.map(web => web.close()));
