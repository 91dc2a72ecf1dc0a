import { recall, remember } from './remembered.js';
import { words } from './words.js';

const known = ['en', 'zh'];
const listeners = [];

/** The language chosen here before, else the first of the browser's that is known, else English. */
function preferred() {
  const choices = [recall('language'), ...navigator.languages].map((tag) => tag?.toLowerCase().split('-')[0]);
  return choices.find((choice) => known.includes(choice)) ?? 'en';
}

let current = preferred();

/** The present language: en or zh. */
export const language = () => current;

/** A word or sentence in the present language, from words that exist in both. */
export const translator = (both) => (key, ...values) => {
  const text = both[current][key];
  return typeof text === 'function' ? text(...values) : text;
};

/** Chooses from a text that came in both languages. */
export const choose = (text) => text?.[current] ?? '';

/** A number with the separators that readers expect. */
export const count = (number) => number.toLocaleString(current === 'zh' ? 'zh-CN' : 'en');

/** Calls back whenever the language changes. */
export const onLanguage = (listener) => listeners.push(listener);

/** Translates what index.html says and wires the switch. */
export function startLanguage() {
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => {
      current = button.dataset.language;
      remember('language', current);
      apply();
      for (const listener of listeners) listener();
    });
  }
  apply();
}

function apply() {
  const say = translator(words);
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', say(element.dataset.label));
  for (const button of document.querySelectorAll('[data-language]'))
    button.setAttribute('aria-pressed', String(button.dataset.language === current));
}
