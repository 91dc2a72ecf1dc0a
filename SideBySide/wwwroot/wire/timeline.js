import { make } from '../shell/dom.js';
import { translator } from '../shell/language.js';
import { joined } from './bytes.js';
import { lineNodes, lines } from './visible.js';
import { words } from './words.js';

const say = translator(words);
const arrows = { sent: '→', received: '←', finished: '⇥', ended: '⇤', broke: '×', reset: '×', 'gave-up': '…', closed: '·', printed: '›', noted: '·', connected: '·' };
const carrying = ['sent', 'received', 'printed'];
const shownAtFirst = 1500;

/**
 * What happened on one server, as it happens. Pieces that follow each other in the same direction stand in one block,
 * with a mark where one ends and the next begins.
 * @param {boolean} sentApart the bytes that were sent are shown elsewhere
 */
export function timeline(name, sentApart = false) {
  const list = make('ol.timeline.single', { 'aria-label': say('timeline', name) });
  const connections = new Set();
  const told = [];
  let block = null;

  function append(event) {
    if (block?.takes(event)) block.add(event);
    else {
      block = carrying.includes(event.kind) ? byteBlock(event, !(sentApart && event.kind === 'sent')) : plainEvent(event);
      list.append(block.element);
    }
  }

  return {
    element: list,
    /** @param {object} event as the host tells it, its bytes decoded */
    add(event) {
      if (connections.add(event.connection).size > 1) list.classList.remove('single'); // then it matters on which
      const place = told.findLastIndex((earlier) => earlier.milliseconds <= event.milliseconds) + 1;
      told.splice(place, 0, event);
      if (place === told.length - 1) return append(event);
      block = null; // an answer was told before its question: everything anew, in order
      list.replaceChildren();
      told.forEach(append);
    },
    /** Lights the lines of which this is true. */
    light(isMeant) {
      for (const line of list.querySelectorAll('.received pre > span.line')) line.classList.toggle('unlike', isMeant(line.textContent));
      const last = [...list.querySelectorAll('.unlike')].at(-1);
      if (last && list.scrollHeight > list.clientHeight) list.scrollTop += last.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom + 24;
    },
  };
}

function plainEvent(event) {
  const what = event.kind === 'noted' ? `${say('noted')}: ${event.note}` : [say(event.kind), event.error].filter(Boolean).join(': ');
  return { element: item(event, what, time(event)), takes: () => false };
}

function byteBlock(first, showsBytes) {
  const events = [first];
  const element = make(`li.event.${first.kind}`);
  let all = false;
  const show = () => {
    const bytes = joined(events.map((event) => event.bytes));
    const shown = showsBytes ? (all ? bytes : bytes.subarray(0, shownAtFirst)) : bytes.subarray(0, 0);
    const unsent = events.at(-1).unsent;
    const what = [say(first.kind), say('bytes', bytes.length), events.length > 1 && say('pieces', events.length), unsent && say('unsent', unsent)].filter(Boolean).join(' · ');
    const hidden = showsBytes ? bytes.length - shown.length : 0;
    element.replaceChildren(
      ...item(first, what, [first, events.at(-1)].map(time).filter((text, i, both) => i === 0 || text !== both[0]).join(' – ')).childNodes,
      shown.length > 0 ? make('pre', {}, ...saidLines(events, shown.length)) : '',
    );
    if (hidden > 0) element.append(make('button.quiet', { type: 'button', click: showAll }, say('more', hidden)));
  };
  const showAll = () => {
    all = true;
    show();
  };
  show();
  return {
    element,
    takes: (event) => event.kind === first.kind && event.connection === first.connection,
    add(event) {
      events.push(event);
      show();
    },
  };
}

// Line by line, so that lines can be compared; a mark stands where one piece ends and the next begins.
function saidLines(events, limit) {
  const nodes = [];
  let left = limit;
  let line = make('span.line');
  events.forEach((event, index) => {
    const bytes = event.bytes.subarray(0, left);
    left -= bytes.length;
    if (bytes.length === 0) return;
    if (index > 0) line.append(make('span.cut', { title: say('piece') }));
    for (const runs of lines(bytes)) {
      line.append(...lineNodes(runs));
      if (runs.at(-1).text.endsWith('\\n') && runs.at(-1).escape) {
        nodes.push(line, '\n');
        line = make('span.line');
      }
    }
  });
  if (line.childNodes.length > 0) nodes.push(line);
  return nodes.map((node, index) => (node === '\n' && index === nodes.length - 1 ? '' : node));
}

const item = (event, what, when) =>
  make(
    `li.event.${event.kind}`,
    {},
    make('span.arrow', { 'aria-hidden': 'true' }, arrows[event.kind] ?? '·'),
    make('span.what', {}, event.connection ? make('span.on', {}, event.connection) : null, what),
    make('span.time', {}, when),
  );

const time = (event) => `${event.milliseconds < 100 ? event.milliseconds.toFixed(2) : Math.round(event.milliseconds)} ms`;
