import { make } from '../shell/dom.js';
import { choose, translator } from '../shell/language.js';
import { visible } from '../wire/visible.js';
import { hexRows } from './hex.js';
import { ruleCard } from './rule.js';
import { allSpans, ink } from './spans.js';
import { words } from './words.js';

const say = translator(words);
const shownAtFirst = 4096;

/**
 * Hex, text and meaning of the same bytes, linked: what is pointed at in one is lit in all three, and its rule is told.
 * @param {Uint8Array} bytes
 * @param {object} dissection what the host made of them
 */
export function linkedPanes(bytes, dissection, limit = shownAtFirst) {
  const holder = make('div');
  const spans = allSpans(dissection).filter((span) => span.offset < limit);
  const shown = bytes.subarray(0, limit);
  const card = make('div', { 'aria-live': 'polite' }, ruleCard(null));
  const list = spanList(dissection, spans, limit);
  const hexPane = make('div.scroll.hex', { tabindex: '0', role: 'group', 'aria-label': say('hex') },
    hexRows(shown, spans, matchMedia('(max-width: 30rem)').matches ? 8 : 16),
  );
  const textPane = make('div.scroll.text', { tabindex: '0', role: 'group', 'aria-label': say('text') },
    make('pre', {}, textNodes(shown, spans)),
  );
  const panes = make(
    'div.panes',
    {},
    make('section.pane', {}, make('p.pane-title', {}, say('hex')), hexPane),
    make('section.pane', {}, make('p.pane-title', {}, say('text')), textPane),
    make('section.pane', {}, make('p.pane-title', {}, say('meaning')), make('div.scroll', {}, list)),
  );

  let present = -1;
  function light(index, from) {
    if (index === present || !(index in spans)) return;
    for (const element of panes.querySelectorAll('.lit')) element.classList.remove('lit');
    for (const element of panes.querySelectorAll(`[data-span="${index}"]`)) element.classList.add('lit');
    present = index;
    const item = list.querySelector(`[data-span="${index}"]`);
    for (const other of list.querySelectorAll('[aria-selected="true"]')) other.setAttribute('aria-selected', 'false');
    item.setAttribute('aria-selected', 'true');
    list.setAttribute('aria-activedescendant', item.id);
    card.replaceChildren(ruleCard(spans[index]));
    for (const pane of [hexPane, textPane, list.parentElement])
      if (!pane.contains(from)) reveal(pane, pane.querySelector(`[data-span="${index}"]`));
  }

  const pointed = (event) => {
    const target = event.target.closest?.('[data-span]');
    if (target) light(Number(target.dataset.span), event.type === 'pointerover' ? target : null);
  };
  panes.addEventListener('pointerover', pointed);
  panes.addEventListener('click', pointed);
  panes.addEventListener('keydown', (event) => {
    const moves = {
      ArrowDown: present + 1,
      ArrowRight: present + 1,
      ArrowUp: present - 1,
      ArrowLeft: present - 1,
      Home: 0,
      End: spans.length - 1,
    };
    if (!(event.key in moves) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    light(Math.max(0, Math.min(spans.length - 1, moves[event.key])), null);
  });

  holder.append(panes);
  if (bytes.length > limit) {
    const more = () => holder.replaceWith(linkedPanes(bytes, dissection, limit * 4));
    holder.append(make('button.quiet', { type: 'button', click: more }, say('more', bytes.length - limit)));
  }
  holder.append(card);
  const offence = spans.findIndex((span) => span.isOffence);
  light(offence >= 0 ? offence : 0, list);
  return holder;
}

// Scrolls within the pane alone; the page stays where it is.
function reveal(pane, element) {
  if (!element) return;
  const [outer, inner] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
  if (inner.top < outer.top) pane.scrollTop -= outer.top - inner.top + 24;
  else if (inner.bottom > outer.bottom) pane.scrollTop += inner.bottom - outer.bottom + 24;
}

const textNodes = (bytes, spans) =>
  spans.flatMap((span, index) => {
    const own = bytes.subarray(span.offset, span.offset + span.length);
    return [make(`span.bit.${ink(span)}`, { 'data-span': index }, visible(own)), own.at(-1) === 10 ? '\n' : null];
  });

let lists = 0;

function spanList(dissection, spans) {
  const id = `spans${lists++}`;
  const item = (span, index) =>
    make(
      `li${span.isOffence ? '.offence' : ''}`,
      { role: 'option', id: `${id}-${index}`, 'data-span': index, 'aria-selected': 'false' },
      make('span.rule', {}, span.rule),
      make('span.bytes', {}, span.meaning ?? (span.text.trim() === '' ? span.text.replaceAll(' ', '␣') : span.text)),
      make('span.unseen', {}, choose(span.explanation)),
    );
  const groups = dissection.messages.map((message, number) =>
    make(
      'ul.spans',
      { role: 'group', 'aria-label': title(message, number) },
      dissection.messages.length > 1 ? make('li.message-title', { role: 'presentation' }, title(message, number)) : null,
      spans.map((span, index) => (span.message === number ? item(span, index) : null)),
    ),
  );
  return make('div.spans', { role: 'listbox', tabindex: '0', 'aria-label': say('spans') }, groups);
}

const title = (message, number) =>
  [
    message.kind === 'rest' ? say('rest') : say(message.kind, number + 1),
    message.isComplete || message.kind === 'rest' ? null : say('incomplete'),
  ].filter(Boolean).join(' · ');
