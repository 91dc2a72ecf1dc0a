import { post, Refused } from '../../api/ask.js';
import { editor } from '../../editor/editor.js';
import { editorHelp, markButtons } from '../../editor/marks.js';
import { copyButton } from '../../shell/copy.js';
import { afterPause, latest, make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { sentPanel } from '../../wire/request.js';
import { serverName } from '../../wire/server.js';
import { fromBase64 } from '../../wire/bytes.js';
import { curlBox } from './curl.js';
import { address, isChanged, isOwn } from './state.js';
import { words } from './words.js';

const say = translator(words);

/** Where one writes and chooses: the bytes, what carries them, and who gets them. */
export function writing(state, servers, { send, changed }, leaving) {
  const button = make('button.main', { type: 'button', click: () => button.ariaDisabled !== 'true' && send() }, say('send'));
  const told = make('p.told', { 'aria-live': 'polite' });
  const restored = make('p.row.changed', { hidden: !isChanged(state) },
    say('changed'),
    make('button.quiet', { type: 'button', click: restore }, say('restore')),
  );
  const text = state.experiment && state.experiment.script === null
    ? null
    : editor({ value: state.text, label: say('script'), onChange: written, onSubmit: send, onCurl: (line) => curl.convert(line) });
  const curl = curlBox((script, over) => {
    state.over = over ?? state.over;
    text.value = script;
  }, leaving);

  function written(value) {
    state.text = value;
    restored.hidden = !isChanged(state);
    changed();
    check();
  }

  function restore() {
    text.value = state.experiment.script;
  }

  // The host reads the script as it will when it is sent.
  const check = afterPause(250, latest(leaving, async (signal) => {
    try {
      const script = await post('script', { script: state.text }, signal);
      text.point(null);
      told.classList.remove('alarm');
      told.textContent = say('sends', fromBase64(script.bytes).length, script.marks.length);
    } catch (error) {
      if (signal.aborted || !(error instanceof Refused)) return; // left, or no host: sending will tell
      told.classList.add('alarm');
      told.textContent = choose(error.words);
      if (error.problem.line) text.point(error.problem);
    }
  }));
  if (text) check();

  return {
    element: make('section.desk', {},
      text
        ? [make('h2.label', {}, say('script')), text.element, make('div.row.under', {}, told, editorHelp()), restored]
        : [sentPanel(state.experiment.steps, undefined, state.experiment.servers.length), make('p.quietly', {}, say('noScript'))],
    ),
    help: text ? make('div.desk-help', {}, markButtons(text), make('details', {}, make('summary', {}, say('curl')), curl.element)) : null,
    orders: make('div.row.orders', {},
      serverChoice(state, servers, changed),
      isOwn(state) ? carrier(state, changed) : null,
      copyButton(say('share'), () => `${location.origin}${location.pathname}${address(state)}`),
      button,
    ),
    running(isRunning) {
      button.setAttribute('aria-disabled', String(isRunning)); // disabled, it would lose the focus
      button.textContent = say(isRunning ? 'sending' : 'send');
    },
  };
}

function serverChoice(state, servers, changed) {
  const toggle = (event) => {
    if (event.target.checked) state.on.add(event.target.value);
    else state.on.delete(event.target.value);
    changed();
  };
  const possible = (server) => !state.experiment || state.experiment.servers.includes(server.id);
  return make(
    'fieldset.choice',
    {},
    make('legend.unseen', {}, say('servers')),
    servers.map((server) =>
      make('label', { title: possible(server) ? null : say('notOn') },
        make('input', {
          type: 'checkbox',
          value: server.id,
          checked: state.on.has(server.id) && possible(server),
          disabled: !possible(server),
          change: toggle,
        }),
        serverName(server),
      ),
    ),
  );
}

function carrier(state, changed) {
  const select = make('select', { 'aria-label': say('over'), change: (event) => {
    state.over = event.target.value;
    changed();
  } }, ['tcp', 'tls', 'udp'].map((over) => make('option', { value: over, selected: over === state.over }, over.toUpperCase())));
  return make('label.row', {}, say('over'), select);
}
