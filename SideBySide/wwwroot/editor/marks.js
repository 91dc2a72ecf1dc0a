import { make } from '../shell/dom.js';
import { translator } from '../shell/language.js';
import { words } from './words.js';

const say = translator(words);
const marks = [
  ['\\r\\n\n', 'crlf', '\\r\\n'],
  ['{authority}', 'authority'],
  ['{frame text "Hello"}', 'frame'],
  ['⟨pause 100⟩', 'pause'],
  ['⟨finish⟩', 'finish'],
  ['⟨await answer⟩', 'answer'],
  ['⟨await upgrade⟩', 'upgrade'],
  ['⟨await end⟩', 'end'],
  ['⟨send⟩', 'send'],
  ['⟨pieces 1 20⟩', 'pieces'],
  ['⟨on b⟩', 'on'],
  ['⟨close⟩', 'close'],
  ['⟨reset⟩', 'reset'],
];

/** Buttons that write what no keyboard has. */
export const markButtons = (editor) =>
  make(
    'div.marks',
    { role: 'group', 'aria-label': say('marks') },
    marks.map(([text, what, shown]) =>
      make('button', { type: 'button', title: say(what), click: () => editor.insert(text) }, shown ?? text)),
  );

const help = (key) => make('p.editor-help', {}, say(key));

export const editorHelp = () => help('help');

/** The same where nothing is sent. */
export const explainHelp = () => help('helpExplain');
