import { fromBase64 } from '../wire/bytes.js';

const mostConnections = 300;
const mostBytes = 64 * 1024; // of one connection

/**
 * The connections that go by, as far as a page can hold them: the newest ones, and the first bytes of each. Listeners get what has
 * changed; showing it is their business.
 */
export class LiveConnections {
  connections = new Map();
  dropped = 0;
  forgotten = 0;
  listener = () => {};
  #source = null;
  #opened = 0;

  /** Begins to listen to the host. `failed` is told whether it will try again. */
  open({ failed, opened }) {
    this.#source = new EventSource('api/live');
    this.#source.addEventListener('open', opened);
    this.#source.addEventListener('error', () => failed(this.#source.readyState !== EventSource.CLOSED));
    for (const kind of ['opened', 'bytes', 'finished', 'closed', 'dropped']) {
      this.#source.addEventListener(kind, (event) => this.take(kind, JSON.parse(event.data)));
    }
  }

  /** One event of the host. */
  take(kind, data) {
    if (kind === 'opened') this.#open(data);
    else if (kind === 'bytes') this.#bytes(data);
    else if (kind === 'finished') this.#finished(data);
    else if (kind === 'closed') this.#closed(data);
    else this.#dropped(data);
  }

  close() {
    this.#source?.close();
  }

  clear() {
    this.connections.clear();
    this.dropped = this.forgotten = 0;
    this.listener(null);
  }

  #open({ id, server, client, at }) {
    this.connections.set(id, { id, number: this.#opened++, server, client, at: time(at), events: [], in: 0, out: 0, kept: 0, cut: false, first: { in: null, out: null }, state: 'open' });
    if (this.connections.size > mostConnections) this.#forgetOldest();
    this.#changed(id);
  }

  #bytes({ id, direction, at, bytes }) {
    const connection = this.connections.get(id);
    if (!connection) return;
    const piece = fromBase64(bytes);
    connection[direction] += piece.length;
    connection.first[direction] ??= piece.subarray(0, 120);
    const kept = piece.subarray(0, Math.max(0, mostBytes - connection.kept));
    connection.kept += kept.length;
    connection.cut ||= kept.length < piece.length;
    if (kept.length > 0) connection.events.push({ kind: direction === 'in' ? 'sent' : 'received', milliseconds: time(at) - connection.at, connection: '', bytes: kept });
    this.#changed(id);
  }

  #finished({ id, direction, at }) {
    this.#note(id, { kind: direction === 'in' ? 'finished' : 'ended', at });
  }

  #closed({ id, how, at }) {
    const connection = this.connections.get(id);
    if (!connection) return;
    connection.state = how;
    if (how === 'reset') this.#note(id, { kind: 'broke', at });
    this.#changed(id);
  }

  #dropped({ count }) {
    this.dropped += count;
    this.#changed(null);
  }

  #note(id, { kind, at }) {
    const connection = this.connections.get(id);
    if (!connection) return;
    const last = connection.events.at(-1)?.milliseconds ?? 0;
    connection.events.push({ kind, milliseconds: at === undefined ? last : time(at) - connection.at, connection: '', bytes: new Uint8Array(0) });
    this.#changed(id);
  }

  #forgetOldest() {
    const [oldest] = this.connections.keys();
    this.connections.delete(oldest);
    this.forgotten++;
  }

  #changed(id) {
    this.listener(id);
  }
}

// Milliseconds, or a moment in words.
const time = (at) => (typeof at === 'number' ? at : Date.parse(at));
