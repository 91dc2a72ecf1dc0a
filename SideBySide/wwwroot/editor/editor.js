import { make } from '../shell/dom.js';
import { tokens } from './tokens.js';

/**
 * A place to write bytes as text: escapes and marks are coloured, a mistake is underlined. The colours stand in a copy of the
 * text behind the field, which also makes the field as high as its text.
 * @param {{value: string, label: string, onChange: function, onSubmit?: function, onCurl?: function}} options
 */
export function editor({ value, label, onChange, onSubmit, onCurl }) {
  const behind = make('pre.behind', { 'aria-hidden': 'true' });
  const field = make('textarea.field', {
    'aria-label': label,
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    input: changed,
    keydown: pressed,
    paste: pasted,
  });
  let mistake = null;
  field.value = value;
  paint();

  function paint() {
    behind.replaceChildren(...tokens(field.value, mistake).map(({ kind, text }) => (kind ? make(`span.${kind}`, {}, text) : text)), '\n ');
  }

  function changed() {
    mistake = null;
    paint();
    onChange(field.value);
  }

  function pressed(event) {
    if (event.key !== 'Enter' || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) onSubmit?.();
    else if (event.shiftKey) return;
    else insert('\\r\\n\n');
    event.preventDefault();
  }

  function pasted(event) {
    const text = event.clipboardData.getData('text/plain');
    if (onCurl && /^\s*(\$ )?curl(\.exe)?\s/.test(text))
      onCurl(text.replace(/\r\n/g, '\n').replace(/^[ \t\n]+|[ \t\n]+$/g, '').replace(/^\$ /, ''));
    else if (/[\r\n]/.test(text) && !/\\[rn]/.test(text)) insert(withLineEnds(text));
    else return;
    event.preventDefault();
  }

  // As if typed, so that it can be undone.
  function insert(text) {
    field.focus();
    if (!document.execCommand('insertText', false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
      changed();
    }
  }

  return {
    element: make('div.editor', {}, behind, field),
    insert,
    get value() {
      return field.value;
    },
    set value(text) {
      field.value = text;
      changed();
    },
    /** Underlines where a mistake begins; null for none. */
    point(place) {
      mistake = place;
      field.setAttribute('aria-invalid', String(place !== null));
      paint();
    },
  };
}

/** Text from elsewhere has lost what its line ends were; HTTP wants CR LF. */
export const withLineEnds = (text) => text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replace(/\r\n|\r|\n/g, '\\r\\n\n');
