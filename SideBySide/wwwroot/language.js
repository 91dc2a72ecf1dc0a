import { texts } from './texts.js';

const remembered = 'language';

/** The language chosen here before, else the first of the browser's that is known, else English. */
function preferred() {
  const known = (tag) => tag?.toLowerCase().split('-')[0];
  const choices = [read(), ...navigator.languages].map(known);
  return choices.find((choice) => choice in texts) ?? 'en';
}

// A browser may forbid storage; then the choice lasts as long as the page.
function read() {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}

function remember(language) {
  try {
    localStorage.setItem(remembered, language);
  } catch {
    // Not remembered, then.
  }
}

let current = preferred();

/** A word or sentence of the page in the present language. */
export const say = (key, ...values) => {
  const text = texts[current][key];
  return typeof text === 'function' ? text(...values) : text;
};

/** Chooses from a text that the server sent in both languages. */
export const choose = (both) => both[current];

/** Translates the static words, wires the switch, and calls back whenever the language changes. */
export function speak(onChange) {
  const apply = () => {
    document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
    document.title = say('title');
    for (const element of document.querySelectorAll('[data-text]')) element.textContent = say(element.dataset.text);
    for (const button of document.querySelectorAll('[data-language]')) {
      button.setAttribute('aria-pressed', String(button.dataset.language === current));
    }
    onChange();
  };
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => {
      current = button.dataset.language;
      remember(current);
      apply();
    });
  }
  apply();
}
