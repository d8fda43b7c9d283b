// Without this all of it can be read too; the browser then asks again every half minute.
const body = document.body;
const byId = id => document.getElementById(id);

// Moments in the reader's own zone.
const zone = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const minutes = new Intl.DateTimeFormat(undefined, zone);
const seconds = new Intl.DateTimeFormat(undefined, { ...zone, second: '2-digit' });

function localize(root) {
  const today = new Date().toDateString();
  for (const time of root.querySelectorAll('time[data-form]')) {
    const at = new Date(time.dateTime);
    const text = (time.dataset.form === 'seconds' ? seconds : minutes).format(at);
    const said = at.toDateString() === today ? text : `${day.format(at)}, ${text}`;
    if (time.textContent !== said) time.textContent = said;
  }
  age(root);
}

function age(root) {
  for (const span of root.querySelectorAll('[data-since]')) {
    const passed = Math.max(0, (Date.now() - new Date(span.dataset.since)) / 1000);
    const said = passed < 60 ? `${Math.floor(passed)} s` : passed < 3600 ? `${Math.floor(passed / 60)} min`
      : passed < 172800 ? `${Math.floor(passed / 3600)} h` : `${Math.floor(passed / 86400)} d`;
    if (span.textContent !== said) span.textContent = said;
  }
}

// Puts what is new in place of what was, as little as differs: what has the focus, or is read, stays where it is.
function renew(old, now) {
  if (old.isEqualNode(now)) return;
  if (old.nodeType !== now.nodeType || old.nodeName !== now.nodeName || old.id !== now.id) {
    old.replaceWith(now);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = now.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!now.hasAttribute(name) && name !== 'hidden') old.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) {
    if (name !== 'hidden' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const [was, is] = [[...old.childNodes], [...now.childNodes]];
  is.forEach((node, at) => was[at] ? renew(was[at], node) : old.append(node));
  was.slice(is.length).forEach(node => node.remove());
}

const parse = text => {
  const template = document.createElement('template');
  template.innerHTML = text;
  return template.content;
};

// What turned is said once, to whoever does not see it.
let told = [];
function tell(text) {
  told.push(text);
  if (told.length > 1) return;
  setTimeout(() => {
    byId('said').textContent = told.length > 5
      ? `${told.slice(0, 5).join('. ')}. And ${told.length - 5} more.` : told.join('. ');
    told = [];
  }, 500);
}

function turned(old, now) {
  if (!old.dataset.state || old.dataset.state === now.dataset.state) return;
  const cause = now.querySelector('.cause-of, .lead')?.textContent.trim() ?? '';
  tell(`${now.dataset.check} is ${now.dataset.state}${cause ? `: ${cause}` : ''}`);
  old.classList.add('turned');
  setTimeout(() => old.classList.remove('turned'), 3000);
}

function renewRegion(now) {
  const old = byId(now.id);
  if (!old) return;
  localize(now);
  if (now.dataset.check) turned(old, now);
  renew(old, now);
  if (now.dataset.title) document.title = now.dataset.title;
  if (now.dataset.icon && byId('icon').getAttribute('href') !== now.dataset.icon) byId('icon').href = now.dataset.icon;
}

// How many there are at a site, and how many of them are red or yellow.
function count(site) {
  const of = state => site.querySelectorAll(`tr[data-check]${state ? `[data-state=${state}]` : ''}`).length;
  const said = [`${of()} ${of() === 1 ? 'check' : 'checks'}`];
  for (const state of ['red', 'yellow']) if (of(state)) said.push(`${of(state)} ${state}`);
  site.querySelector('.count').textContent = said.join(', ');
}

// The filter.
const filter = byId('filter');
function sift() {
  if (!filter) return;
  const words = byId('filter-text').value.toLowerCase().split(' ').filter(Boolean);
  const only = byId('filter-amiss').checked;
  let shown = 0;
  for (const site of document.querySelectorAll('section.site')) {
    let here = 0;
    count(site);
    for (const row of site.querySelectorAll('tr[data-check]')) {
      row.hidden = (only && row.dataset.amiss !== 'yes') || !words.every(word => row.dataset.text.includes(word));
      here += row.hidden ? 0 : 1;
    }
    site.hidden = here === 0;
    shown += here;
  }
  byId('none').hidden = shown > 0;
  const asked = new URLSearchParams();
  if (words.length) asked.set('q', words.join(' '));
  if (only) asked.set('amiss', '1');
  const address = `${location.pathname}${asked.size ? `?${asked}` : ''}`;
  if (address !== location.pathname + location.search) history.replaceState(null, '', address);
}

if (filter) {
  filter.addEventListener('input', sift);
  filter.addEventListener('submit', event => { event.preventDefault(); sift(); });
  document.addEventListener('keydown', event => {
    const typing = event.target.closest?.('input, textarea, select');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      byId('filter-text').focus();
      byId('filter-text').select();
    } else if (event.key === 'Escape' && event.target.id === 'filter-text') {
      byId('filter-text').value = '';
      sift();
    }
  });
}

// What changed, as it changes.
const rows = new Map();
function row(text) {
  const now = parse(`<table><tbody>${text}</tbody></table>`).querySelector('tr');
  rows.set(now.dataset.check, now);
  if (rows.size > 1) return;
  requestAnimationFrame(() => {
    const places = new Map([...document.querySelectorAll('tr[data-check]')].map(old => [old.dataset.check, old]));
    for (const [name, fresh] of rows) {
      const old = places.get(name);
      if (!old) continue;
      localize(fresh);
      turned(old, fresh);
      renew(old, fresh);
    }
    rows.clear();
    sift();
  });
}

let isAsking = false;
let isStale = false;
async function again() {
  isStale = isAsking;
  if (isAsking) return;
  isAsking = true;
  await ask();
  isAsking = false;
  if (isStale) again();
}

async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const names = root => [...root.querySelectorAll('tr[data-check]')].map(each => each.dataset.check).join('\n');
    if (names(page) !== names(document)) {
      location.reload();
      return;
    }
    page.querySelectorAll('[data-live]').forEach(renewRegion);
    page.querySelectorAll('tr[data-check]').forEach(each => row(each.outerHTML));
  } catch {
    // The events say that the watcher is away.
  }
}

let events;
let isLate = false;
let beat = Date.now();
function stand(text, state) {
  const live = byId('live');
  live.className = `live ${state}`;
  if (live.textContent !== text) live.textContent = text;
}

function listen() {
  events = new EventSource(body.dataset.events);
  events.addEventListener('beat', event => {
    beat = Date.now();
    stand(`Live, ${seconds.format(new Date(event.data))}`, 'on');
    if (isLate) again();
    isLate = false;
  });
  events.addEventListener('summary', event => parse(event.data).querySelectorAll('[data-live]').forEach(renewRegion));
  events.addEventListener('row', event => row(event.data));
  events.addEventListener('check', again);
  events.addEventListener('reload', () => location.reload());
  events.addEventListener('error', late);
}

function late() {
  if (!isLate) tell('The watcher does not answer. Trying again');
  isLate = true;
  stand('Not live: trying again', 'off');
  if (events.readyState === EventSource.CLOSED) setTimeout(restart, 5000);
}

function restart() {
  events?.close();
  listen();
}

localize(document);
sift();
setInterval(() => age(document), 10000);
if (body.dataset.events) {
  listen();
  setInterval(() => { if (!document.hidden && Date.now() - beat > 45000) { late(); restart(); } }, 15000);

  // A page that nobody sees needs no connection of its own.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      events.close();
      isLate = true;
    } else {
      restart();
    }
  });
}
