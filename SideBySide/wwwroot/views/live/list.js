import { make, oncePerFrame } from '../../shell/dom.js';
import { count, translator } from '../../shell/language.js';
import { serverName } from '../../wire/server.js';
import { plain } from '../../wire/visible.js';
import { words } from './words.js';

const say = translator(words);
const shownRows = 100;

/** The connections, the newest first. However fast they come, what is shown changes once a frame, and only where something changed. */
export function connectionList(wire, servers, chosen) {
  const rows = new Map();
  const dirty = new Set();
  const list = make('ol.plain.connections', { 'aria-label': say('connections') });
  const counted = make('p.quietly', { role: 'status' });
  const note = make('p.quietly', {});
  const hold = make('button', { type: 'button', 'aria-pressed': 'false', click: toggle }, say('pause'));
  const select = make('select', { 'aria-label': say('server'), change: refill }, make('option', { value: '' }, say('all')), servers.filter((server) => server.live).map((server) => make('option', { value: server.id }, serverName(server))));
  let held = false;

  function toggle() {
    held = !held;
    hold.setAttribute('aria-pressed', String(held));
    hold.textContent = say(held ? 'resume' : 'pause');
    if (!held) refill();
  }

  function refill() {
    for (const id of wire.connections.keys()) dirty.add(id);
    rows.clear();
    list.replaceChildren();
    paint();
  }

  const paint = oncePerFrame(() => {
    if (held) return;
    for (const id of dirty) {
      const connection = wire.connections.get(id);
      if (!connection || (select.value && connection.server !== select.value)) continue;
      const row = rows.get(id);
      if (row) row.fill(connection);
      else if (rows.size < shownRows || connection.number > oldestShown()) {
        const fresh = rowOf(connection, servers, chosen);
        rows.set(id, fresh);
        list.prepend(fresh.element);
      }
    }
    dirty.clear();
    while (list.childElementCount > shownRows) {
      rows.delete(list.lastElementChild.firstElementChild.dataset.id);
      list.lastElementChild.remove();
    }
    summary();
  });

  // What was opened before the last row stays below the list, however much it has to say.
  const oldestShown = () => wire.connections.get(list.lastElementChild.firstElementChild.dataset.id)?.number ?? -1;

  function summary() {
    const open = [...wire.connections.values()].filter((connection) => connection.state === 'open').length;
    const hidden = wire.forgotten + Math.max(0, wire.connections.size - rows.size);
    counted.textContent = wire.connections.size === 0 ? say('waiting') : say('counted', count(wire.connections.size + wire.forgotten), count(open));
    note.textContent = [wire.dropped > 0 ? say('dropped', count(wire.dropped)) : '', hidden > 0 && !select.value ? say('older', count(hidden)) : ''].join(' ');
  }

  summary();
  return {
    element: make('section.pane.live-list', {}, make('div.row.live-head', {}, make('h2', {}, say('connections')), select, hold, make('button', { type: 'button', click: () => wire.clear() }, say('clear'))), counted, list, note),
    changed(id) {
      if (id === null && wire.connections.size === 0) {
        rows.clear();
        list.replaceChildren();
      }
      if (id !== null) dirty.add(id);
      paint();
    },
  };
}

function rowOf(connection, servers, chosen) {
  const server = servers.find((candidate) => candidate.id === connection.server);
  const asked = make('span.asked');
  const answered = make('span.answered');
  const size = make('span.size');
  const state = make('span.state');
  const button = make('button.connection', { type: 'button', 'data-id': connection.id, click: () => chosen(connection, button) }, make('span.who', {}, server ? serverName(server) : connection.server, make('small', {}, ` :${String(connection.client).split(':').pop()}`)), state, asked, answered, size);
  const row = {
    element: make('li', {}, button),
    fill(now) {
      asked.textContent = firstLine(now.first.in, '→ ') ?? say('silent');
      answered.textContent = firstLine(now.first.out, '← ') ?? '';
      size.textContent = `→ ${count(now.in)}  ← ${count(now.out)}`;
      state.textContent = say(now.state);
      state.className = `state ${now.state}`;
    },
  };
  row.fill(connection);
  return row;
}

const firstLine = (bytes, arrow) => (bytes ? arrow + plain(bytes).split('\n')[0].replace(/\\r\\n$/, '') : null);
