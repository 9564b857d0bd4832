// A search box of this site on a page of another: a frame after the script's own element.
//
//   <script src="https://tthc.example.gov.vn/assets/embed.js" defer></script>
//
// `data-office` shows the list of that office and narrows the search to it; `data-query` is asked at once; `data-height`
// keeps the frame at so many pixels, which else is as high as what it shows.
// That page's policy needs this site in `script-src` and `frame-src`, and nothing for styles.
//
// The build puts `frame` around this: where the page to be framed stands, and what it is called.

'use strict';
const script = document.currentScript;
const { office, query, height } = script.dataset;
const address = new URL(frame.page, new URL('../', script.src));
if (office) address.searchParams.set('noi', office);
if (query) address.searchParams.set('q', query);

const element = document.createElement('iframe');
const attributes = {
  src: address.href,
  title: frame.title,
  width: '100%',
  height: height ?? 400,
  frameborder: 0,
  referrerpolicy: 'no-referrer',
};
for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
script.after(element);

if (!height) {
  addEventListener('message', ({ data, origin, source }) => {
    if (source !== element.contentWindow || origin !== address.origin || data?.niemyet !== 'height') return;
    if (data.height > 0 && data.height < 20_000) element.setAttribute('height', Math.ceil(data.height));
  });
}
