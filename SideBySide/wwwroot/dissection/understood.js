import { make } from '../shell/dom.js';
import { choose, translator } from '../shell/language.js';
import { sectionLinks } from './rule.js';
import { sourcePlace } from './source.js';
import { words } from './words.js';

const say = translator(words);

/**
 * What is wrong with the bytes, or still missing. It is HandRolledHttp's parser that says so.
 * @param {{server: string, did: string}|undefined} elsewhere the server that was sent these bytes, when it is another one
 */
export const faults = (dissection, elsewhere) =>
  dissection.messages.flatMap((message) => [...notes(message), refusal(message, elsewhere), missing(message)]).filter(Boolean);

/** Beside what was sent: what each message came to; frames of a WebSocket as the rows of one table. */
export const understood = ({ messages }) =>
  [...messages.map((message, index) => summary(message, index, messages.length)), frames(messages)].filter(Boolean);

function refusal({ refusal: broken }, elsewhere) {
  if (!broken) return null;
  return make(
    'section.refusal',
    { role: 'note' },
    make('p.reason', {},
      elsewhere && broken.status
        ? say('others', broken.offset, `${broken.status} ${broken.reason}`, elsewhere.server, elsewhere.did)
        : say('refused', broken.reason, broken.status, broken.offset),
    ),
    make('p', {}, choose(broken.sentence)),
    make('p', {}, sectionLinks(broken.section)),
    make('p.refused-in', {}, make('small.quietly', {}, `${say('refusedIn')} `), broken.sources.map(sourcePlace)),
    broken.example ? make('p', {}, make('small.quietly', {}, say('rightWay')), make('pre', {}, broken.example.trimEnd())) : null,
  );
}

const notes = (message) => (message.notes ?? []).map((note) => make('p.note', { role: 'note' }, choose(note)));

const missing = (message) => (message.missing ? make('p.refusal', {}, choose(message.missing)) : null);

function summary(message, index, messages) {
  const known = message.request ?? message.response;
  if (!known) return null;
  const number = messages > 1 ? ` (${index + 1})` : '';
  const facts = message.request ? requestFacts(known) : responseFacts(known);
  return make(
    'div.understood',
    {},
    make('section', {}, make('p.box-title', {}, say(message.request ? 'understood' : 'understoodResponse') + number), definitions(facts)),
    named('fields', known.fields),
    named('parameters', known.parameters ?? []),
    named('trailers', known.trailers),
    known.body ? make('section', {}, make('p.box-title', {}, say('body')), make('pre', {}, known.body)) : null,
  );
}

const requestFacts = (request) => [
  ['method', request.method],
  ['target', request.target],
  request.path !== null && request.path !== request.target ? ['path', request.path] : null,
  ['authority', request.authority],
  ['version', request.version],
  ['upgrade', request.upgrade],
  ...bodyFacts(request),
];

const responseFacts = (response) =>
  [
    ['status', `${response.status} ${response.reason}`],
    ['version', response.version],
    ['upgrade', response.upgrade],
    ...bodyFacts(response),
  ];

const bodyFacts = (known) => [
  [
    'framing',
    `${say('framings')[known.framing] ?? known.framing}${known.bodyLength > 0 ? ` · ${say('bodyLength', known.bodyLength)}` : ''}`,
  ],
  ['persistence', say(known.isPersistent ? 'keeps' : 'closes')],
];

const shownFrames = 200;

function frames(messages) {
  const all = messages.map(({ frame }, index) => ({ ...frame, number: index + 1 })).filter(({ opcode }) => opcode);
  if (all.length === 0) return null;
  const columns = ['frameNumber', 'opcode', 'fin', 'mask', 'payloadLength', 'payload'];
  return make(
    'section.frames',
    {},
    make('p.box-title', {}, say('frames')),
    make(
      'div.wide',
      { tabindex: '0', role: 'group', 'aria-label': say('frames') },
      make(
        'table',
        {},
        make('thead', {}, make('tr', {}, columns.map((column) => make('th', { scope: 'col' }, say(column))))),
        make('tbody', {}, all.slice(0, shownFrames).map((frame) => make('tr', {}, frameCells(frame).map((cell) => make('td', {}, cell))))),
      ),
    ),
    all.length > shownFrames ? make('p.quietly', {}, say('moreFrames', all.length - shownFrames)) : null,
  );
}

const frameCells = (frame) => [
  String(frame.number),
  say('opcodes')[frame.opcode],
  frame.isFinal ? '1' : '0',
  frame.isMasked ? '1' : '0',
  say('bodyLength', frame.payloadLength),
  [frame.closeCode, frame.payload].filter(Boolean).join(' '),
];

const definitions = (facts) =>
  make('dl', {},
    facts.filter((fact) => fact && fact[1] !== null).map(([key, value]) => [make('dt', {}, say(key)), make('dd', {}, value)]),
  );

const named = (title, values) =>
  values.length > 0
    ? make('section', {},
      make('p.box-title', {}, say(title)),
      make('dl', {}, values.map(({ name, value }) => [make('dt', {}, name), make('dd', {}, value)])),
    )
    : null;
